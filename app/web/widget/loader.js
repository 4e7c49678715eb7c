// What a site's one script tag runs. The widget's owner writes the rest.

"""A sitemap is XML, as sitemaps.org has it: it has no shape of ours."""

"""Words that say nothing about what a text is about, in English and Russian: dropped from bags of words."""

_ENGLISH = """
a about above after again against all also am an and any anybody anyone anything are aren't as at be because been
before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down
during each either else etc even ever every everyone everything few for from further get gets getting got had hadn't
has hasn't have haven't having he he'd he'll he's hello her here here's hers herself hey hi him himself his how how's i
i'd i'll i'm i've if im in into is isn't it it'd it'll it's its itself ive just let let's like me more most much my
myself no nor not now of off ok okay on once one only or other our ours ourselves out over own please pls same she
she'd she'll she's should shouldn't since so some somebody someone something such than thank thanks that that's the
their theirs them themselves then there there's these they they'd they'll they're they've this those though through to
too u under until up upon us very via was wasn't we we'd we'll we're we've well were weren't what what's whatever when
when's where where's which while who who's whom why why's will with within without won't would wouldn't yes yet you
you'd you'll you're you've your yours yourself yourselves
dont cant wont didnt doesnt isnt thats youre
"""
_RUSSIAN = """
а алло без более больше будем будет будете будешь буду будут будто бы был была были было быть в вам вами вас ваш ваша
ваше вашего вашей ваши ваших вдруг ведь весь во вон вообще вот впрочем все всегда всего всей всем всеми всех всю всё вы
где да даже для до добрый день вечер утро его ее ей ему если есть еще же за здесь здравствуйте и из или им ими их к
как какая какие каким каких какое какой кем когда кого конечно кому которая которого которое которой котором которую
которые который которых кто куда ли либо лучше меня между мне много мной мог могу могут мое моего моей моем моему может
можно мои моих мой мою моя мы на над надо наконец нам нами нас наш наша наше наши не него нее ней некоторый нельзя нем
нет нею ни нибудь никогда ним ними них ничего но ну о об один одна одно однако он она они оно опять от очень перед по
под пожалуйста пока после потом потому почему почти привет при про просто раз разве с сам сама сами само свое своего
своей свои своих свой свою своя себе себя сейчас скажите со совсем спасибо так такая такие также такое такой там те тебе
тебя тем теперь тех то тобой тогда того тоже той только том тот тою ту тут ты у уж уже хоть хотя чего чей чем через что
чтоб чтобы чуть эта эти этим этих это этого этой этом этому этот эту я
"""


def _folded(words: str) -> frozenset[str]:
    return frozenset(words.replace("ё", "е").split())


STOP_WORDS = _folded(_ENGLISH) | _folded(_RUSSIAN)

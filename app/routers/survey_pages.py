"""`/v1/survey-pages/{token}`: a survey for the one who is asked, for front ends that show it themselves."""

from fastapi import Request, Response

from app.answers import answer
from app.deps import PUBLIC, Work, problems
from app.reading import Languages
from app.requests import DeskRouter
from app.schemas.feedback import SurveyToken
from app.schemas.survey_pages import SurveyAnswersIn, SurveyPageOut
from app.services import survey_pages
from app.services.survey_pages import Tongue

router = DeskRouter(prefix="/v1/survey-pages", tags=["Surveys"])


@router.get(
    "/{token}",
    operation_id="getSurveyPage",
    summary="Read a survey that you are asked",
    response_model=SurveyPageOut,
    responses=problems(404, 429),
    openapi_extra=PUBLIC,
)
async def read(
    token: SurveyToken,
    request: Request,
    work: Work,
    languages: Languages,
) -> Response:
    """What is asked, in the reader's language, and what they have answered. Nothing changes: scanners may look.

    The token is all that is needed. Looks are limited per client address, and unknown tokens more narrowly.
    """
    page = await survey_pages.read(work.session, token, wanted=Tongue(*languages), address=_address(request))
    return _answer(page)


@router.post(
    "/{token}",
    status_code=201,
    operation_id="answerSurvey",
    summary="Answer a survey",
    response_model=SurveyPageOut,
    responses={**problems(404, 409, 415, 429), 200: {"model": SurveyPageOut, "description": "Answered otherwise"}},
    openapi_extra=PUBLIC,
)
async def give(
    token: SurveyToken,
    new: SurveyAnswersIn,
    request: Request,
    work: Work,
    languages: Languages,
) -> Response:
    """Answer; again within 24 hours says it otherwise (200), and what was said before is kept for the desk.

    Of two at once the second changes the first. The same answers again change nothing.
    """
    page, first = await survey_pages.answer(
        work.session, token, new.answers, wanted=Tongue(*languages), address=_address(request)
    )
    return _answer(page, 201 if first else 200)


def _answer(page: SurveyPageOut, status: int = 200) -> Response:
    return answer(page.model_dump(by_alias=True), status)


def _address(request: Request) -> str | None:
    return request.client.host if request.client else None

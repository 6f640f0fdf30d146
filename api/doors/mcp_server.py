"""The MCP server around the product, whichever transport carries it."""

import logging
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError

from api.catalog import Catalog
from api.doors import mcp_tools
from api.errors import ApiError, ArticleNotFoundError, CursorError
from api.problems import said_of
from api.schemas import AskIn, SearchIn
from api.service import Service
from api.work import Ask, Search
from rag.errors import AnswerError

log = logging.getLogger(__name__)
_INSTRUCTIONS = (
    "Answers questions about a collection of articles. Every quote stands in its article, character for character, so repeat "
    "quotes as they are and name the article and its date. Where `answerable` is false, say that the articles do not say."
)
_PAGE_ARTICLES = 100
# Versions before 2026-07-28 have a code of their own for it.
_NOT_FOUND_BEFORE = -32002
_TOOLS_TTL_MS = 3_600_000
_Context = ServerRequestContext[Any, Any]


def mcp_server(service: Service, collection: str) -> Server[dict[str, Any]]:
    """The server over one collection; it waits for the models where they are still loading."""
    handlers = _Handlers(service, collection)
    return Server(
        "pourquoi",
        version=_version(),
        title="pourquoi",
        description="Answers questions about articles and shows the very words it answers from.",
        instructions=_INSTRUCTIONS,
        cache_hints={"tools/list": CacheHint(_TOOLS_TTL_MS, "public")},
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
    )


class _Handlers:
    def __init__(self, service: Service, collection: str) -> None:
        self._service, self._collection = service, collection

    async def _catalog(self) -> Catalog:
        await self._service.loaded()
        return (await self._service.opened(self._collection)).ready.catalog

    async def list_tools(self, _: _Context, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=mcp_tools.tools())

    async def call_tool(self, _: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Errors are results: the model that called reads them and can do better."""
        try:
            return await self._call(params.name, params.arguments or {})
        except ValidationError as error:
            return mcp_tools.unfit(params.name, error)
        except (ApiError, AnswerError) as error:
            return mcp_tools.failed(said_of(error))
        except MCPError:
            raise
        except Exception:
            log.exception("the tool %s failed", params.name)
            return mcp_tools.failed("the failure is in the service's log; nothing is wrong with the call")

    async def _call(self, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
        await self._service.loaded()
        match name:
            case "ask":
                asked = AskIn.model_validate(arguments)
                answer = await self._service.ask(Ask(asked.as_question(), asked.include_passages), self._collection)
                return mcp_tools.ask_result(answer)
            case "search":
                wanted = SearchIn.model_validate(arguments)
                found = await self._service.search(Search(wanted.as_question()), self._collection)
                return mcp_tools.search_result(found)
            case "get_article":
                part = mcp_tools.GetArticleIn.model_validate(arguments)
                catalog = await self._catalog()
                text = catalog.article(part.article_id).text
                return mcp_tools.article_result(catalog.describe(part.article_id), text, part)
            case _:
                names = ", ".join(tool.name for tool in mcp_tools.tools())
                raise MCPError(types.INVALID_PARAMS, f"there is no tool {name[:100]!r}; there are {names}")

    async def list_resources(
        self, _: _Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        try:
            catalog = await self._catalog()
            page = catalog.page(params.cursor if params else None, _PAGE_ARTICLES)
        except CursorError as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from error
        except ApiError as error:
            raise MCPError(types.INTERNAL_ERROR, said_of(error)) from error
        listed = [mcp_tools.resource(catalog.article(described.id)) for described in page.articles]
        return types.ListResourcesResult(resources=listed, next_cursor=page.next_cursor)

    async def list_templates(
        self, _: _Context, __: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[mcp_tools.template()])

    async def read_resource(
        self, context: _Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        try:
            article = (await self._catalog()).article(mcp_tools.article_id_of(str(params.uri)))
        except ArticleNotFoundError as error:
            modern = context.protocol_version in MODERN_PROTOCOL_VERSIONS
            code = types.INVALID_PARAMS if modern else _NOT_FOUND_BEFORE
            raise MCPError(code, str(error), {"uri": str(params.uri)[:200]}) from error
        except ApiError as error:
            raise MCPError(types.INTERNAL_ERROR, said_of(error)) from error
        return mcp_tools.contents(article)


@cache
def _version() -> str:
    try:
        return version("pourquoi")
    except PackageNotFoundError:
        return "0"

"""The palette over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from studio import catalog
from studio.api.catalog.serializers import CatalogSerializer, ExampleSerializer
from studio.api.views import WorkspaceView
from studio.graph.ports import PARENT_TYPES, PORT_TYPES


class CatalogDetail(WorkspaceView):
    @extend_schema(operation_id="catalog_retrieve", responses=CatalogSerializer)
    def get(self, request: Request, workspace: UUID) -> Response:
        """Step kinds in the order of the palette, port types, and the examples a draft can begin from."""
        palette = {
            "kinds": [catalog.kind_json(kind) for kind in catalog.kinds().values()],
            "port_types": [{"name": name, "parent": PARENT_TYPES.get(name)} for name in PORT_TYPES],
            "examples": ExampleSerializer(catalog.examples().values(), many=True).data,
        }
        return Response(palette)

"""OpenTelemetry's Python SDK: logs, spans and metrics, over HTTP protobuf or gRPC (argument OTLP_TRANSPORT)."""
import logging
import os


from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

transport = os.environ.get("OTLP_TRANSPORT", "http")
if transport == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    options = {"endpoint": os.environ["GRPC_ENDPOINT"], "insecure": True}
else:
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    options = {}

resource = Resource.create({"service.name": f"python-{transport}"})
tracer_provider = TracerProvider(resource=resource)
tracer_provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(**options)))
trace.set_tracer_provider(tracer_provider)
logger_provider = LoggerProvider(resource=resource)
logger_provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(**options)))
set_logger_provider(logger_provider)
meter_provider = MeterProvider(
    resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter(**options), 60_000)]
)
metrics.set_meter_provider(meter_provider)

logging.getLogger().addHandler(LoggingHandler(level=logging.DEBUG, logger_provider=logger_provider))
logging.getLogger().setLevel(logging.INFO)
meter = metrics.get_meter("clients")
with trace.get_tracer("clients").start_as_current_span("checkout", attributes={"cart.items": 3}) as span:
    logging.getLogger("shop.cart").warning("cart is %s", "full", extra={"request_id": "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"})
    try:
        1 / 0
    except ZeroDivisionError as error:
        span.record_exception(error)
        logging.getLogger("shop.cart").exception("it broke")
meter.create_counter("orders", unit="{order}").add(5, {"tenant": "acme"})
meter.create_histogram("latency", unit="ms").record(42)

tracer_provider.shutdown()
logger_provider.shutdown()
meter_provider.shutdown()

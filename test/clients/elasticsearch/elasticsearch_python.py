"""The official client for Python, as apps that log with it use it."""
import json
import os

from elasticsearch import Elasticsearch, helpers

found = {}
es = Elasticsearch(os.environ["SIDELIGHT_HTTP"], http_compress=True)
found["tagline"] = es.info()["tagline"]
found["ping"] = es.ping()
found["health"] = es.cluster.health()["status"]
found["license"] = es.license.get()["license"]["status"]
es.indices.put_index_template(name="shop", index_patterns=["shop-*"])
es.indices.create(index="shop")
found["exists"] = bool(es.indices.exists(index="shop"))

found["index"] = es.index(
    index="shop",
    document={
        "@timestamp": "2026-01-01T00:00:00.123Z",
        "log.level": "warn",
        "message": "one from python",
        "trace.id": "5b8efff798038103d269b633813fc60c",
        "order": {"id": 7},
    },
)["result"]
found["bulk"] = es.bulk(
    operations=[
        {"index": {"_index": "shop"}},
        {"message": "two from python", "level": "error"},
        {"delete": {"_index": "shop", "_id": "1"}},
    ]
)["errors"]
found["helpers"] = helpers.bulk(
    es,
    [
        {"_op_type": "create", "_index": "logs-shop-default", "message": f"many from python {i}"}
        for i in range(1200)
    ],
)
es.indices.refresh(index="shop")

sniffing = Elasticsearch(os.environ["SIDELIGHT_HTTP"], sniff_on_start=True, sniff_timeout=60)
found["sniffed"] = sniffing.ping()
try:
    es.count(index="shop")
except Exception as error:  # what it answers is checked
    found["count"] = type(error).__name__
print(json.dumps(found))

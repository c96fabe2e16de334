// datadog-go to the address that STATSD_ADDRESS names: "127.0.0.1:8125", "unixstream:///path".
package main

import (
	"log"
	"os"
	"time"

	"github.com/DataDog/datadog-go/v5/statsd"
)

func main() {
	tags := []string{"service:go-shop", "way:" + os.Getenv("WAY")}
	client, err := statsd.New(os.Getenv("STATSD_ADDRESS"), statsd.WithTags(tags))
	must(err)
	must(client.Incr("go.orders", []string{"tenant:acme"}, 1))
	must(client.Count("go.items", 5, nil, 1))
	must(client.Gauge("go.open", 9, nil, 1))
	must(client.Timing("go.time", 42*time.Millisecond, nil, 1))
	must(client.Distribution("go.latency", 33, nil, 1))
	must(client.Histogram("go.size", 12.5, nil, 1))
	must(client.Set("go.users", "ann", nil, 1))
	must(client.GaugeWithTimestamp("go.timed", 3, nil, 1, time.Now()))
	must(client.Event(&statsd.Event{Title: "go deploy", Text: "version 7\nis out", AlertType: statsd.Warning}))
	must(client.ServiceCheck(&statsd.ServiceCheck{Name: "go.db", Status: statsd.Critical, Message: "it is down"}))
	must(client.Flush())
	must(client.Close())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

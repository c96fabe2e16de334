// Snippets for Go: whole programs, each of which sends one record.

import type { CodeWay } from "./connection";
import { lines } from "./lines";

const go = { language: "Go", kind: "code", languageId: "go" } as const;

export const goWays: readonly CodeWay[] = [
  {
    ...go,
    id: "go-datadog",
    title: "datadog-go (DogStatsD)",
    system: "statsd",
    install: "go get github.com/DataDog/datadog-go/v5",
    text: ({ statsd }) =>
      lines(
        "package main",
        "",
        'import "github.com/DataDog/datadog-go/v5/statsd"',
        "",
        "func main() {",
        `	client, err := statsd.New("${statsd.host}:${statsd.port}")`,
        "	if err != nil {",
        "		panic(err)",
        "	}",
        "	defer client.Close()",
        '	client.Incr("hello", []string{"service:my-app"}, 1)',
        "}",
      ),
  },
  {
    ...go,
    id: "go-slog",
    title: "log/slog, as JSON on stdout",
    system: "lines",
    text: (at) =>
      lines(
        `// Run it by: ${at.program} run -- go run .`,
        "package main",
        "",
        "import (",
        '	"log/slog"',
        '	"os"',
        ")",
        "",
        "func main() {",
        "	options := &slog.HandlerOptions{AddSource: true}",
        '	slog.New(slog.NewJSONHandler(os.Stdout, options)).Warn("hello")',
        "}",
      ),
  },
];

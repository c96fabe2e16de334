// What loggers of many languages write, and the record that it is.

export const t = (iso: string, nanos = 0n) => BigInt(Date.parse(iso)) * 1_000_000n + nanos;

export const ten = t("2024-01-01T10:00:00.123Z");

/** One object of each producer, and what must be in its record. */
export const producers: Record<string, [json: string, record: object, attributes?: object]> = {
  structlog: [
    `{"user":7,"request_id":"r-1","event":"hi","level":"warning","logger":"app","timestamp":"2024-01-01T10:00:00.123456Z","pathname":"/app/m.py","lineno":12,"func_name":"f"}`,
    {
      severityNumber: 13,
      severityText: "warning",
      body: "hi",
      logger: "app",
      requestId: "r-1",
      timeUnixNano: ten + 456_000n,
      file: "/app/m.py",
      line: 12,
      function: "f",
    },
    { user: 7 },
  ],
  "structlog with a structured traceback": [
    `{"event":"no","level":"error","exception":[{"exc_type":"ZeroDivisionError","exc_value":"division by zero","frames":[{"filename":"/app/main.py","lineno":3,"name":"<module>"},{"filename":"/app/m.py","lineno":9,"name":"f"},{"filename":"/x/site-packages/y.py","lineno":1,"name":"z"}]}]}`,
    { severityNumber: 17, body: "no", file: "/app/m.py", line: 9, function: "f" },
  ],
  "python-json-logger": [
    `{"asctime":"2024-01-01 10:00:00,123+0000","levelname":"INFO","name":"app","pathname":"/app/m.py","lineno":3,"funcName":"f","message":"hi","taskName":null}`,
    {
      severityNumber: 9,
      severityText: "",
      logger: "app",
      body: "hi",
      file: "/app/m.py",
      line: 3,
      function: "f",
      timeUnixNano: ten,
    },
    { taskName: null },
  ],
  pino: [
    `{"level":30,"time":1704103200123,"pid":1,"hostname":"h","req_id":"r-1","msg":"hi"}`,
    { severityNumber: 9, severityText: "", timeUnixNano: ten, requestId: "r-1", body: "hi" },
    { pid: 1, hostname: "h", req_id: "r-1" },
  ],
  "pino with an error": [
    `{"level":50,"time":1704103200123,"pid":1,"hostname":"h","req":{"id":"r-2","url":"/x"},"err":{"type":"TypeError","message":"boom","stack":"TypeError: boom\\n    at f (/app/src/a.ts:3:4)"},"msg":"failed"}`,
    {
      severityNumber: 17,
      requestId: "r-2",
      body: "failed",
      file: "/app/src/a.ts",
      line: 3,
      function: "f",
    },
    { "req.url": "/x", "err.message": "boom", "exception.type": "TypeError" },
  ],
  bunyan: [
    `{"v":0,"name":"shop","hostname":"h","pid":1,"level":40,"msg":"hi","time":"2024-01-01T10:00:00.123Z","src":{"file":"/app/a.js","line":7,"func":"g"}}`,
    {
      severityNumber: 13,
      logger: "shop",
      body: "hi",
      file: "/app/a.js",
      line: 7,
      function: "g",
      timeUnixNano: ten,
    },
  ],
  winston: [
    `{"level":"\\u001b[32minfo\\u001b[39m","message":"hi","timestamp":"2024-01-01T10:00:00.123Z","service":"shop","label":"x"}`,
    { severityNumber: 9, body: "hi", service: "shop", timeUnixNano: ten },
    { label: "x" },
  ],
  "winston with an object as message": [
    `{"level":"info","message":{"a":1,"b":{"c":2}}}`,
    { severityNumber: 9, body: "message.a=1 message.b.c=2" },
    { "message.a": 1, "message.b.c": 2 },
  ],
  zap: [
    `{"level":"info","ts":1704103200.123,"logger":"x","caller":"app/main.go:12","msg":"hi"}`,
    {
      severityNumber: 9,
      timeUnixNano: ten,
      logger: "x",
      file: "app/main.go",
      line: 12,
      body: "hi",
    },
  ],
  zerolog: [
    `{"level":"error","time":"2024-01-01T10:00:00Z","message":"no","error":"boom","stack":[{"func":"main.f","line":"12","source":"shop.go"}]}`,
    { severityNumber: 17, body: "no", file: "shop.go", line: 12, function: "main.f" },
    { error: "boom" },
  ],
  logrus: [
    `{"time":"2024-01-01T10:00:00Z","level":"warning","msg":"hi","func":"main.f","file":"/app/f.go:12","fields.msg":"other"}`,
    { severityNumber: 13, body: "hi", file: "/app/f.go", line: 12, function: "main.f" },
    { "fields.msg": "other" },
  ],
  slog: [
    `{"time":"2024-01-01T10:00:00.123456789Z","level":"INFO+2","source":{"function":"main.f","file":"/app/f.go","line":12},"msg":"hi","g":{"k":1}}`,
    {
      severityNumber: 11,
      severityText: "INFO+2",
      body: "hi",
      file: "/app/f.go",
      line: 12,
      function: "main.f",
      timeUnixNano: ten + 456_789n,
    },
    { "g.k": 1 },
  ],
  "Serilog's compact format": [
    `{"@t":"2024-01-01T10:00:00.1230000Z","@mt":"Hello {User}","User":"Ann","@tr":"5b8efff798038103d269b633813fc60c","@sp":"eee19b7ec3c1b174"}`,
    {
      body: "Hello Ann",
      timeUnixNano: ten,
      traceId: "5b8efff798038103d269b633813fc60c",
      spanId: "eee19b7ec3c1b174",
      severityNumber: 9,
    },
    { User: "Ann", "@mt": "Hello {User}" },
  ],
  "Serilog's compact format with an exception and formatted values": [
    `{"@t":"2024-01-01T10:00:00.1230000Z","@mt":"Took {Elapsed:0.00} ms for {@Order}","@r":["1.50"],"@l":"Fatal","@x":"System.InvalidOperationException: no money\\n   at Shop.Cart.Pay() in /app/Cart.cs:line 12","Elapsed":1.5,"Order":{"Id":7},"SourceContext":"Shop.Cart","@i":"a1b2c3d4"}`,
    {
      body: 'Took 1.50 ms for {"Id":7}',
      severityNumber: 21,
      logger: "Shop.Cart",
      file: "/app/Cart.cs",
      line: 12,
    },
    {
      "exception.type": "System.InvalidOperationException",
      "exception.message": "no money",
      "Order.Id": 7,
    },
  ],
  "Serilog's older format": [
    `{"Timestamp":"2024-01-01T10:00:00.123Z","Level":"Warning","MessageTemplate":"Hello {User}","RenderedMessage":"Hello \\"Ann\\"","Properties":{"User":"Ann","SourceContext":"Shop.Cart","RequestId":"0HM:1"}}`,
    { body: 'Hello "Ann"', severityNumber: 13, logger: "Shop.Cart", requestId: "0HM:1" },
    { "Properties.User": "Ann" },
  ],
  log4j2: [
    `{"instant":{"epochSecond":1704103200,"nanoOfSecond":123000000},"thread":"main","level":"ERROR","loggerName":"a.B","message":"no","thrown":{"name":"java.io.IOException","message":"x","extendedStackTrace":[{"class":"a.B","method":"m","file":"B.java","line":3}]},"contextMap":{"traceId":"5b8efff798038103d269b633813fc60c"}}`,
    {
      severityNumber: 17,
      timeUnixNano: ten,
      logger: "a.B",
      body: "no",
      file: "B.java",
      line: 3,
      traceId: "5b8efff798038103d269b633813fc60c",
    },
    { thread: "main", "exception.type": "java.io.IOException" },
  ],
  ecs: [
    `{"@timestamp":"2024-01-01T10:00:00.123Z","log.level":"ERROR","message":"x","ecs.version":"1.2.0","log":{"logger":"l","origin":{"file":{"name":"a.py","line":3},"function":"f"}},"trace.id":"5B8EFFF798038103D269B633813FC60C","service.name":"s2"}`,
    {
      severityNumber: 17,
      timeUnixNano: ten,
      file: "a.py",
      line: 3,
      function: "f",
      logger: "l",
      service: "s2",
      traceId: "5b8efff798038103d269b633813fc60c",
    },
    { "ecs.version": "1.2.0" },
  ],
  "log4j2's EcsLayout": [
    `{"@timestamp":"2024-01-01T10:00:00.123Z","ecs.version":"1.2.0","log.level":"WARN","message":"Hello, error!","process.thread.name":"main","log.logger":"org.example.Main","log.origin.file.name":"Main.java","log.origin.file.line":7,"log.origin.function":"main","error.type":"java.lang.RuntimeException","error.message":"test","error.stack_trace":"java.lang.RuntimeException: test\\n\\tat org.example.Main.main(Main.java:11)\\n","labels.request_id":"req-00001234"}`,
    {
      severityNumber: 13,
      timeUnixNano: ten,
      logger: "org.example.Main",
      body: "Hello, error!",
      file: "Main.java",
      line: 7,
      function: "main",
    },
    { "process.thread.name": "main", "exception.type": "java.lang.RuntimeException" },
  ],
  "logstash-logback": [
    `{"@timestamp":"2024-01-01T10:00:00.123Z","@version":"1","message":"hi","logger_name":"a.B","thread_name":"main","level":"INFO","level_value":20000,"caller_file_name":"B.java","caller_line_number":3,"caller_method_name":"m"}`,
    { severityNumber: 9, logger: "a.B", body: "hi", file: "B.java", line: 3, function: "m" },
    { "@version": "1", level_value: 20000 },
  ],
  monolog: [
    `{"message":"no","context":{"exception":{"class":"E","message":"m","code":0,"file":"/app/a.php:3","trace":["/app/vendor/x.php:1"]}},"level":400,"level_name":"ERROR","channel":"app","datetime":"2024-01-01T10:00:00.123000+00:00","extra":[]}`,
    {
      severityNumber: 17,
      logger: "app",
      body: "no",
      timeUnixNano: ten,
      file: "/app/a.php",
      line: 3,
    },
  ],
  loguru: [
    `{"text":"x\\n","record":{"level":{"name":"SUCCESS","no":25},"message":"x","file":{"name":"a.py","path":"/p/a.py"},"line":3,"function":"f","name":"mod","time":{"timestamp":1704103200.123,"repr":"2024-01-01 10:00:00.123000+00:00"}}}`,
    {
      severityNumber: 10,
      severityText: "SUCCESS",
      body: "x",
      file: "/p/a.py",
      line: 3,
      function: "f",
      logger: "mod",
      timeUnixNano: ten,
    },
  ],
  "rust tracing": [
    `{"timestamp":"2024-01-01T10:00:00.123Z","level":"INFO","fields":{"message":"hi","n":1},"target":"app::m","filename":"src/m.rs","line_number":4,"span":{"name":"s","request_id":"r-9"}}`,
    {
      severityNumber: 9,
      body: "hi",
      logger: "app::m",
      file: "src/m.rs",
      line: 4,
      requestId: "r-9",
    },
    { "fields.n": 1, "span.name": "s" },
  ],
  "sanic access": [
    `{"timestamp":"2024-01-01T10:00:00Z","level":"INFO","message":"","name":"sanic.access","host":"127.0.0.1:1","request":"GET http://x/","status":200,"byte":829,"duration":" 1.2ms"}`,
    { severityNumber: 9, logger: "sanic.access", body: "GET http://x/ 200" },
    { status: 200, byte: 829 },
  ],
  "google cloud": [
    `{"severity":"ERROR","message":"m","timestamp":{"seconds":1704103200,"nanos":123000000},"logging.googleapis.com/trace":"projects/p/traces/5b8efff798038103d269b633813fc60c","logging.googleapis.com/spanId":"eee19b7ec3c1b174","logging.googleapis.com/sourceLocation":{"file":"a.py","line":"3","function":"f"}}`,
    {
      severityNumber: 17,
      timeUnixNano: ten,
      file: "a.py",
      line: 3,
      function: "f",
      traceId: "5b8efff798038103d269b633813fc60c",
      spanId: "eee19b7ec3c1b174",
    },
  ],
  "lambda powertools": [
    `{"level":"INFO","location":"handler:12","message":"m","timestamp":"2024-01-01 10:00:00,123+0000","service":"pay","xray_trace_id":"1-5b8efff7-98038103d269b633813fc60c","function_request_id":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef"}`,
    {
      severityNumber: 9,
      service: "pay",
      function: "handler",
      traceId: "5b8efff798038103d269b633813fc60c",
      requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    },
  ],
  journald: [
    `{"MESSAGE":[104,105],"PRIORITY":"3","__REALTIME_TIMESTAMP":"1704103200123000","SYSLOG_IDENTIFIER":"cron","CODE_FILE":"a.c","CODE_LINE":"3","CODE_FUNC":"f"}`,
    {
      severityNumber: 17,
      body: "hi",
      timeUnixNano: ten,
      service: "cron",
      file: "a.c",
      line: 3,
      function: "f",
    },
  ],
  ".NET JsonConsole": [
    `{"Timestamp":"2024-01-01T10:00:00.123Z","EventId":14,"LogLevel":"Warning","Category":"Shop.Cart","Message":"m","State":{"Message":"m","{OriginalFormat}":"m"},"Scopes":[{"Message":"s","TraceId":"5b8efff798038103d269b633813fc60c","RequestId":"0HM:2"}]}`,
    {
      severityNumber: 13,
      logger: "Shop.Cart",
      body: "m",
      traceId: "5b8efff798038103d269b633813fc60c",
      requestId: "0HM:2",
    },
    { EventId: 14 },
  ],
  datadog: [
    `{"dd":{"trace_id":"15161849952847513100","span_id":"17213210219539181940"},"message":"m","status":"error"}`,
    { traceId: "d269b633813fc60c", spanId: "eee19b7ec3c1b174", severityNumber: 17 },
    { "dd.trace_id": "15161849952847513100" },
  ],
};

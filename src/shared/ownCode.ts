// Which frames of a stack are the developer's own: not the runtime's, not a library's.

const libraryPaths = [
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|bower_components)[\\/]/,
  /^(?:node:|internal\/|native |<|\[)/,
  /(?:^|[\\/])webpack[\\/](?:runtime|bootstrap)/,
  /[\\/](?:lib|Lib)[\\/]python\d(?:\.\d+)?[\\/]/,
  /[\\/]Python\d*[\\/]Lib[\\/]/i,
  // Go: the toolchain and downloaded modules
  /[\\/](?:go|golang)(?:[-\d.]+)?[\\/]src[\\/](?:runtime|net|internal|sync|reflect|testing|encoding|os|io|bufio|fmt|log|context|database|syscall|time|strings|bytes|sort|errors|html|text|crypto)[\\/.]/,
  /[\\/]pkg[\\/]mod[\\/]/,
  // Rust
  /^\/rustc\//,
  /[\\/]\.cargo[\\/](?:registry|git)[\\/]/,
  /[\\/]rustlib[\\/]src[\\/]/,
  // Ruby, PHP, Elixir
  /[\\/](?:gems|rubygems|rbenv|\.rvm)[\\/]/,
  /[\\/]lib[\\/]ruby[\\/]/,
  /(?:^|[\\/])vendor[\\/]/,
  /(?:^|[\\/])deps[\\/]/,
  // C and C++
  /^\/usr\/(?:include|lib)\//,
  /[\\/]sysdeps[\\/]/,
];

/** Packages whose frames are never the app's (their files are known by name alone). */
const libraryFunctions =
  /^(?:javax?|jdk|sun|com\.sun|kotlinx?|scala|groovy|clojure|org\.(?:springframework|apache|hibernate|junit|gradle|eclipse|jetbrains|slf4j)|io\.(?:netty|micrometer|ktor|quarkus|vertx|undertow)|reactor|ch\.qos|com\.(?:zaxxer|fasterxml|intellij))\.|^(?:System|Microsoft|Newtonsoft|Npgsql|Serilog|Xunit)\.|^(?:runtime|net\/http|testing|reflect|sync|panic)[.(]|^(?:std|core|alloc|tokio|hyper|actix_\w+|rust_begin_unwind|<?alloc)(?:::|$)/;

/** Elixir's and Erlang's own applications, as a frame names them: `(elixir 1.15.0) lib/…`. */
const libraryApps = new Set(
  `elixir stdlib kernel erts logger mix ex_unit iex phoenix plug plug_cowboy
  cowboy ranch ecto ecto_sql db_connection postgrex bandit thousand_island phoenix_live_view`.split(
    /\s+/,
  ),
);

export function isOwnCode(file: string, functionName: string, app = ""): boolean {
  if (file === "" || libraryApps.has(app)) return false;
  return !libraryPaths.some((path) => path.test(file)) && !libraryFunctions.test(functionName);
}

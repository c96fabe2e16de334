import { describe, expect, test } from "vitest";
import { parseReportedPath, withPackageFolder } from "../../../src/host/source/reportedPath";

describe("the paths that apps report", () => {
  test.each([
    ["/app/src/x.py", "/app/src/x.py"],
    ["src/x.py", "src/x.py"],
    ["./src/../lib/x.py", "lib/x.py"],
    ["../../../etc/passwd", "etc/passwd"],
    ["C:\\work\\shop\\Cart.cs", "C:/work/shop/Cart.cs"],
    ["shop\\cart.cs", "shop/cart.cs"],
    ["file:///home/me/a%20b/x.ts", "/home/me/a b/x.ts"],
    ["file:///C:/work/x.ts", "C:/work/x.ts"],
    ["file:///app/100%.ts", "/app/100%.ts"],
    ["webpack://shop/./src/x.ts", "src/x.ts"],
    ["webpack:///./src/x.ts?3f2a", "src/x.ts"],
    ["webpack-internal:///(rsc)/./app/page.tsx", "app/page.tsx"],
    ["http://localhost:5173/src/App.tsx?t=17", "src/App.tsx"],
    ["/app/pages/[slug].tsx", "/app/pages/[slug].tsx"],
  ])("%s is %s", (text, path) => {
    expect(parseReportedPath(text)?.path).toBe(path);
  });

  test.each([
    "",
    "  ",
    "node:internal/process",
    "<anonymous>",
    "<frozen importlib>",
    "[native code]",
    "a\0b",
  ])("%j is no file", (text) => {
    expect(parseReportedPath(text)).toBeUndefined();
  });

  test("a position behind the name is read off", () => {
    expect(parseReportedPath("/app/x.js:12:5")).toMatchObject({
      path: "/app/x.js",
      line: 12,
      column: 5,
    });
    expect(parseReportedPath("C:\\app\\x.js:12")).toMatchObject({ path: "C:/app/x.js", line: 12 });
  });

  test("another machine's share is never a path to look up", () => {
    expect(parseReportedPath("\\\\evil\\share\\x.ts")).toMatchObject({
      path: "evil/share/x.ts",
      isAbsolute: false,
    });
    expect(parseReportedPath("file://evil/share/x.ts")?.isAbsolute).toBe(false);
    expect(parseReportedPath("//evil/share/x.ts")?.isAbsolute).toBe(false);
  });

  test("a name of a megabyte is refused at once", () => {
    expect(parseReportedPath("/a".repeat(500_000))).toBeUndefined();
  });
});

describe("the folder of a Java file", () => {
  test.each([
    ["Cart.java", "com.shop.Cart.add", "com/shop/Cart.java"],
    ["Cart.java", "com.shop.Cart$Line.add", "com/shop/Cart.java"],
    ["Cart.kt", "com.shop.CartKt.main", "com/shop/Cart.kt"],
    ["Cart.java", "app//com.shop.Cart.add", "com/shop/Cart.java"],
    ["Cart.java", undefined, "Cart.java"],
    ["cart.py", "shop.cart.add", "cart.py"],
  ])("%s in %s is %s", (file, functionName, expected) => {
    expect(withPackageFolder(file, functionName)).toBe(expected);
  });
});

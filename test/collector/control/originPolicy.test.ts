import { describe, expect, it } from "vitest";
import {
  isLocalHost,
  isLocalOrigin,
  isSameOrigin,
} from "../../../src/collector/control/originPolicy";

describe("Host", () => {
  it.each([
    "localhost",
    "localhost:4318",
    "127.0.0.1:4318",
    "127.8.9.1",
    "[::1]:4318",
    "[::1]",
    "app.localhost:80",
    "LOCALHOST",
    "localhost.",
    "host.docker.internal:4318",
    "",
    undefined,
  ])("%s is this machine", (host) => {
    expect(isLocalHost(host)).toBe(true);
  });

  it.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:4318",
    "10.0.0.1",
    "[2001:db8::1]:4318",
    "evil.example:127.0.0.1",
    "0.0.0.0",
  ])("%s is not", (host) => {
    expect(isLocalHost(host)).toBe(false);
  });
});

describe("Origin", () => {
  it.each([
    "http://localhost:3000",
    "https://localhost",
    "http://127.0.0.1:5173",
    "http://[::1]:80",
  ])("%s is a local page", (origin) => {
    expect(isLocalOrigin(origin)).toBe(true);
  });

  it.each([
    "null",
    "",
    "https://evil.example",
    "file://",
    "http://localhost.evil.example",
    "javascript:1",
  ])("%s is not", (origin) => {
    expect(isLocalOrigin(origin)).toBe(false);
  });

  it("of our own listener is the same as Host", () => {
    expect(isSameOrigin("http://127.0.0.1:4318", "127.0.0.1:4318")).toBe(true);
    expect(isSameOrigin("http://127.0.0.1:4319", "127.0.0.1:4318")).toBe(false);
    expect(isSameOrigin("http://127.0.0.1:4318", undefined)).toBe(false);
  });
});

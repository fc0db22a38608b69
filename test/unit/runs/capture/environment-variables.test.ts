import { describe, expect, test } from "vitest";
import { captureVariables } from "../../../../src/runs/capture/environment-variables.js";

const digest = (value: string) => `#${value.length}`;
const token = ["hf_", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"].join("");

describe("environment variables", () => {
  test("those that say how a result came about are kept, of others a digest, of the shell's own nothing", () => {
    const env = {
      CUDA_VISIBLE_DEVICES: "0,1",
      NCCL_DEBUG: "INFO",
      LC_TIME: "C",
      SHLVL: "2",
      PWD: "/x",
      MY_VAR: "abc",
    };
    expect(captureVariables(env, [], digest)).toEqual({
      variables: { CUDA_VISIBLE_DEVICES: "0,1", LC_TIME: "C", NCCL_DEBUG: "INFO" },
      otherVariables: { MY_VAR: "#3" },
    });
  });

  test("a pattern allows names, but no value that looks secret", () => {
    const env = { APP_MODE: "fast", APP_TOKEN: "12345678", APP_HUB: token, OTHER: "x", APPX: "1" };
    const { variables, otherVariables } = captureVariables(env, ["APP_*"], digest);
    expect(variables).toEqual({ APP_MODE: "fast" });
    expect(Object.keys(otherVariables)).toEqual(["APPX", "APP_HUB", "APP_TOKEN", "OTHER"]);
  });

  test("a name given in full is kept whatever it holds", () => {
    expect(captureVariables({ APP_TOKEN: "12345678" }, ["APP_TOKEN"], digest).variables).toEqual({
      APP_TOKEN: "12345678",
    });
  });

  test("a default that holds a password is not kept", () => {
    const env = { NODE_OPTIONS: "--x https://me:hunter22@example.com/y" };
    expect(captureVariables(env, [], digest)).toEqual({
      variables: {},
      otherVariables: { NODE_OPTIONS: "#37" },
    });
  });

  test("characters of a pattern other than * stand for themselves", () => {
    expect(captureVariables({ "A.B": "1", AXB: "2" }, ["A.*"], digest).variables).toEqual({ "A.B": "1" });
  });
});

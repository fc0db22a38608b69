import { describe, expect, test } from "vitest";
import { containerOf } from "../../../../src/runs/capture/container.js";
import { parseNvidiaDriver, parseNvidiaSmi } from "../../../../src/runs/capture/gpus.js";
import { libcOfLdd } from "../../../../src/runs/capture/libc.js";
import { lockFileManager } from "../../../../src/runs/capture/lock-files.js";
import { osReleaseName } from "../../../../src/runs/capture/os-release.js";
import { parseDistribution, parsePyvenv } from "../../../../src/runs/capture/pyvenv.js";

const id = "0123456789abcdef".repeat(4);

describe("the container", () => {
  test("is told by its control group, its mounts, Podman's file or a variable", () => {
    const none = { dockerenv: false, env: {} };
    expect(containerOf({ ...none, cgroup: "0::/\n" })).toBeUndefined();
    expect(containerOf({ ...none, cgroup: `12:cpu:/docker/${id}\n` })).toEqual({ id });
    expect(containerOf({ ...none, cgroup: `0::/kubepods.slice/cri-containerd-${id}.scope\n` })).toEqual({
      id,
    });
    const mountinfo = `1 2 0:1 /var/lib/docker/containers/${id}/hostname /etc/hostname rw - ext4 /dev/sda rw\n`;
    expect(containerOf({ ...none, dockerenv: true, mountinfo })).toEqual({ id });
    const containerenv = `engine="podman-4"\nid="${id}"\nimage="docker.io/library/python:3.12"\n`;
    expect(containerOf({ ...none, containerenv })).toEqual({ id, image: "docker.io/library/python:3.12" });
    expect(containerOf({ ...none, env: { CI_JOB_IMAGE: "python:3.12" } })).toEqual({ image: "python:3.12" });
    expect(containerOf({ ...none, env: { KUBERNETES_SERVICE_HOST: "10.0.0.1" } })).toEqual({});
  });
});

test("a distribution's name is its PRETTY_NAME, quoted or not", () => {
  expect(osReleaseName('NAME="Debian"\nPRETTY_NAME="Debian \\"12\\""\n')).toBe('Debian "12"');
  expect(osReleaseName("PRETTY_NAME=Alpine\n")).toBe("Alpine");
  expect(osReleaseName("ID=x\n")).toBeUndefined();
});

test("pyvenv.cfg of venv, virtualenv and uv", () => {
  expect(parsePyvenv("home = /usr\ninclude-system-site-packages = false\nversion = 3.11.7\n")).toEqual({
    version: "3.11.7",
    systemPackages: false,
  });
  expect(parsePyvenv("version_info = 3.12.3.final.0\nInclude-System-Site-Packages = TRUE\n")).toEqual({
    version: "3.12.3",
    systemPackages: true,
  });
  expect(parsePyvenv("home = /usr\n")).toBeUndefined();
});

test("METADATA names a distribution and its version", () => {
  expect(
    parseDistribution("Metadata-Version: 2.1\nName: scikit-learn\nVersion: 1.5.0\nSummary: x\n"),
  ).toEqual({
    name: "scikit-learn",
    version: "1.5.0",
  });
  expect(parseDistribution("Name: half\n")).toBeUndefined();
});

describe("graphics cards", () => {
  test("as nvidia-smi lists them; one without a number has no memory", () => {
    expect(parseNvidiaSmi("NVIDIA A100, 80GB, 535.104.05, 81920\nOdd, 1.2, [N/A]\n\n")).toEqual([
      { name: "NVIDIA A100, 80GB", driver: "535.104.05", memoryBytes: 81920 * 2 ** 20 },
      { name: "Odd", driver: "1.2" },
    ]);
  });

  test("as the driver tells them", () => {
    const version = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19\n";
    expect(parseNvidiaDriver(version, ["Model: \t\t NVIDIA A100\nIRQ: 1\n", "nothing"])).toEqual([
      { name: "NVIDIA A100", driver: "535.104.05" },
    ]);
  });
});

test("lock files are known by their names", () => {
  const names = [
    "package-lock.json",
    "uv.lock",
    "requirements.txt",
    "requirements-dev.txt",
    "environment.yml",
    "package.json",
    "constructor",
  ];
  expect(names.map(lockFileManager)).toEqual(["npm", "uv", "pip", "pip", "conda", undefined, undefined]);
});

test("the C library is told by the script ldd", () => {
  expect(libcOfLdd("#! /bin/bash\n    echo 'ldd (Debian GLIBC 2.36-9+deb12u14) 2.36'\n")).toBe("glibc 2.36");
  expect(libcOfLdd("echo 'ldd (GNU libc) 2.38'")).toBe("glibc 2.38");
  expect(libcOfLdd('#!/bin/sh\nexec /lib/ld-musl-x86_64.so.1 --list -- "$@"\n')).toBe("musl");
  expect(libcOfLdd("")).toBeUndefined();
});

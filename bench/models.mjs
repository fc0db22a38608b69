// Scanning model files: a gigabyte of safetensors, of PyTorch, of HDF5 and packed, and pickles that are nothing but opcodes.
import { randomBytes } from "node:crypto";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { interleave, run, runMeasuringMemory } from "./measure.mjs";

const piece = Buffer.alloc(1 << 24, 0x3c);

/** `mlx model scan` of large files: seconds above a Node that does nothing, bytes a second, peak memory. */
export async function scanModels(place, { quick }) {
  const folder = place.folder("models");
  const size = quick ? 1 << 26 : 1 << 30;
  const files = {
    safetensors: safetensors(join(folder, "model.safetensors"), size),
    pytorch: pytorch(join(folder, "model.pt"), size),
    hdf5: hdf5(join(folder, "model.h5"), size),
    gzip: packed(join(folder, "model.pkl.gz"), size),
    opcodes: opcodes(join(folder, "rows.pkl"), quick ? 100_000 : 4_000_000),
    objects: objects(join(folder, "objects.pkl"), quick ? 100_000 : 4_000_000),
  };
  const options = { cwd: folder, env: place.env, exitCodes: [0, 5] };
  const scan = (path) => async () => (await run([...place.mlx, "model", "scan", path], options)).seconds;
  const node = async () => (await run([process.execPath, "-e", "0"], options)).seconds;
  const subjects = Object.fromEntries(Object.entries(files).map(([name, path]) => [name, scan(path)]));
  const medians = await interleave(quick ? 1 : 3, { node, ...subjects });
  const peak = async (path) =>
    (await runMeasuringMemory([...place.mlx, "model", "scan", path], options, place.folder("scratch"))).peak;
  const rows = Object.entries(files).map(([name, path]) => ({
    what: `model scan, ${name}, ${Math.round(statSync(path).size / 1e6)} MB${name === "gzip" ? ` packed, ${Math.round(size / 1e6)} MB unpacked` : ""}`,
    unit: "MB/s",
    mlx: (name === "gzip" ? size : statSync(path).size) / 1e6 / medians[name].seconds,
    budget: { kind: "at-least", limit: 200 },
    peers: {},
  }));
  return [
    ...rows,
    {
      what: "model scan, pytorch, peak memory",
      unit: "MB",
      mlx: (await peak(files.pytorch)) / 1e6,
      budget: { kind: "at-most", limit: 200 },
      peers: {},
    },
  ];
}

function write(path, parts) {
  const handle = openSync(path, "w");
  for (const part of parts) {
    if (typeof part !== "number") writeSync(handle, part);
    else
      for (let left = part; left > 0; left -= piece.length)
        writeSync(handle, piece, 0, Math.min(left, piece.length));
  }
  closeSync(handle);
  return path;
}

function safetensors(path, size) {
  const header = Buffer.from(
    JSON.stringify({ w: { dtype: "F32", shape: [size / 4], data_offsets: [0, size] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return write(path, [length, header, size]);
}

function hdf5(path, size) {
  return write(path, [Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), size]);
}

/** Two entries that are stored: a small pickle, and numbers. */
function pytorch(path, size) {
  const pickle = Buffer.from("\x80\x02ccollections\nOrderedDict\n)R.", "latin1");
  const entries = [
    { name: "archive/data.pkl", size: pickle.length, content: pickle },
    { name: "archive/data/0", size, content: size },
  ];
  const parts = [];
  const central = [];
  let at = 0;
  for (const { name, size: length, content } of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt32LE(length, 14);
    fields.writeUInt32LE(length, 18);
    fields.writeUInt16LE(name.length, 22);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at, 10);
    central.push(Buffer.from("PK\x01\x02\0\0", "latin1"), fields, offset, Buffer.from(name));
    parts.push(Buffer.from("PK\x03\x04", "latin1"), fields, Buffer.from(name), content);
    at += 30 + name.length + length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return write(path, [...parts, list, end]);
}

/** A pickle of bytes, packed by gzip: members one after another. */
function packed(path, size) {
  const head = Buffer.from("\x80\x04\x8e\0\0\0\0\0\0\0\0", "latin1");
  head.writeBigUInt64LE(BigInt(size), 3);
  const noise = randomBytes(1 << 20).map((byte) => byte & 63);
  const member = gzipSync(noise, { level: 1 });
  return write(path, [
    gzipSync(head),
    ...Array.from({ length: size / noise.length }, () => member),
    gzipSync("."),
  ]);
}

/** A list of dictionaries: no long texts, nothing to pass over. */
function opcodes(path, count) {
  const row =
    "}\x94(\x8c\x03row\x94M\x10\x27\x8c\x04name\x94\x8c\x08name 123\x94\x8c\x01v\x94M\x10\x27G\x3f\xf0\0\0\0\0\0\0\x86\x94u";
  return pickledList(path, "", row, count);
}

/** A list of instances, each made by a call and given its attributes. */
function objects(path, count) {
  const shared = "\x8c\x0bcollections\x8c\x07Counter\x93\x94\x8c\x01a\x94\x8c\x01b\x9400";
  return pickledList(
    path,
    `${shared}0`,
    "h\x01)\x81\x94}\x94(h\x02M\x10\x27h\x03\x8c\x08name 123\x94ub",
    count,
  );
}

/** `shared` is kept from number 1 on, before the list is filled by items a thousand at once. */
function pickledList(path, shared, item, count) {
  const batch = Buffer.from(`(${item.repeat(1000)}e`, "latin1");
  return write(path, [
    Buffer.from(`\x80\x04]\x94${shared}`, "latin1"),
    ...Array.from({ length: count / 1000 }, () => batch),
    Buffer.from("."),
  ]);
}

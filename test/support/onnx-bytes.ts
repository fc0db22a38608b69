/** An ONNX model whose tensors lie in these files, by the fields of its protobuf messages. */
export function onnxWithExternal(...locations: string[]): Buffer {
  const tensors = locations.map((location, index) => {
    const entry = Buffer.concat([field(1, "location"), field(2, location)]);
    return field(
      5,
      Buffer.concat([number(1, 2), number(2, 1), field(8, `w${index}`), field(13, entry), number(14, 1)]),
    );
  });
  return Buffer.concat([number(1, 8), field(7, Buffer.concat(tensors))]);
}

function field(tag: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(tag << 3) | 2]), varint(bytes.length), bytes]);
}

function number(tag: number, value: number): Buffer {
  return Buffer.concat([varint(tag << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

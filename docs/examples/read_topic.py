#!/usr/bin/env python3
"""Reads records of a bedrock-meter topic from their documented bytes: no registry, no library beyond Python's own.

    kcat -C -b localhost:19092 -t bedrock.spend-by-tag.day.v1 -o beginning -e -q -f '%K\n%k%R%s' |
        python3 read_topic.py schemas/src/main/resources/avro/TagSpend.avsc

Further .avsc files may follow: released versions that older records were written with. Each record on standard input is the
length of its key as text and a line feed, the key, the length of its value as four bytes (most significant first, -1 for
none), and the value: what kcat writes with the format above. Each becomes one line of JSON {"key": .., "value": ..} with
fields in the order of the schema, decimals as text, and instants as ISO-8601. docs/topics.md explains the bytes.
"""

import json
import struct
import sys
from datetime import datetime, timedelta, timezone
from decimal import Context, Decimal

EXACT = Context(prec=200)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}


class Undecodable(Exception):
    pass


# --- the schema's fingerprint: Avro specification, "Parsing Canonical Form" and "Schema Fingerprints"


def full(name, namespace):
    return name if "." in name or not namespace else namespace + "." + name


def canonical(schema, namespace=""):
    """Full names, and only what decides how bytes are read."""
    if isinstance(schema, str):
        if schema in PRIMITIVES:
            return schema
        return full(schema, namespace)
    if isinstance(schema, list):
        return [canonical(branch, namespace) for branch in schema]
    kind = schema["type"]
    if isinstance(kind, (dict, list)):
        return canonical(kind, namespace)
    if kind in ("record", "enum"):
        name = full(schema["name"], schema.get("namespace", namespace))
        space = name.rpartition(".")[0]
        result = {"name": name, "type": kind}
        if kind == "record":
            result["fields"] = [
                {"name": field["name"], "type": canonical(field["type"], space)} for field in schema["fields"]
            ]
        else:
            result["symbols"] = schema["symbols"]
        return result
    if kind == "array":
        return {"type": "array", "items": canonical(schema["items"], namespace)}
    if kind == "map":
        return {"type": "map", "values": canonical(schema["values"], namespace)}
    return kind


def fingerprint(schema):
    """CRC-64-AVRO as the eight bytes that stand in a record."""
    empty = 0xC15D213AA4D7A795
    table = []
    for i in range(256):
        value = i
        for _ in range(8):
            value = (value >> 1) ^ (empty if value & 1 else 0)
        table.append(value)
    text = json.dumps(canonical(schema), separators=(",", ":"), ensure_ascii=False)
    crc = empty
    for byte in text.encode("utf-8"):
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return struct.pack("<Q", crc)


# --- the body: Avro specification, "Binary Encoding"


class Body:
    def __init__(self, schema, data, position):
        self.data = data
        self.position = position
        self.named = {}
        self.learn(schema, "")

    def learn(self, schema, namespace):
        """Remembers types by name: later fields refer to them, also where the first use holds no value."""
        if isinstance(schema, list):
            for branch in schema:
                self.learn(branch, namespace)
        elif isinstance(schema, dict):
            if schema["type"] in ("record", "enum"):
                name = full(schema["name"], schema.get("namespace", namespace))
                namespace = name.rpartition(".")[0]
                self.named[name] = (schema, namespace)
                for field in schema.get("fields", []):
                    self.learn(field["type"], namespace)
            else:
                for part in ("type", "items", "values"):
                    self.learn(schema.get(part), namespace)

    def take(self, count):
        if count < 0 or self.position + count > len(self.data):
            raise Undecodable("the record ends too early")
        taken = self.data[self.position : self.position + count]
        self.position += count
        return taken

    def long(self):
        zigzag = shift = 0
        while True:
            byte = self.take(1)[0]
            zigzag |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (zigzag >> 1) ^ -(zigzag & 1)
            shift += 7

    def blocks(self):
        count = self.long()
        while count != 0:
            if count < 0:
                self.long()
                count = -count
            yield from range(count)
            count = self.long()

    def value(self, schema, namespace=""):
        if isinstance(schema, list):
            return self.value(schema[self.long()], namespace)
        if isinstance(schema, str):
            if schema in PRIMITIVES:
                return self.primitive(schema)
            known, space = self.named[full(schema, namespace)]
            return self.value(known, space)
        kind = schema["type"]
        if isinstance(kind, (dict, list)):
            return self.value(kind, namespace)
        if kind == "enum":
            return schema["symbols"][self.long()]
        if kind == "record":
            namespace = full(schema["name"], schema.get("namespace", namespace)).rpartition(".")[0]
            return {field["name"]: self.value(field["type"], namespace) for field in schema["fields"]}
        if kind == "array":
            return [self.value(schema["items"], namespace) for _ in self.blocks()]
        if kind == "map":
            return {self.primitive("string"): self.value(schema["values"], namespace) for _ in self.blocks()}
        return self.logical(schema, self.primitive(kind))

    def primitive(self, kind):
        if kind == "null":
            return None
        if kind == "boolean":
            return self.take(1)[0] == 1
        if kind in ("int", "long"):
            return self.long()
        if kind == "bytes":
            return self.take(self.long())
        if kind == "string":
            return self.take(self.long()).decode("utf-8")
        raise Undecodable("type " + kind + " is not used on our topics")

    @staticmethod
    def logical(schema, value):
        logical = schema.get("logicalType")
        if logical == "decimal":
            unscaled = Decimal(int.from_bytes(value, "big", signed=True))
            return format(unscaled.scaleb(-schema.get("scale", 0), EXACT), "f")
        if logical == "timestamp-millis":
            time = EPOCH + timedelta(milliseconds=value)
            text = time.strftime("%Y-%m-%dT%H:%M:%S")
            return text + (".%03dZ" % (value % 1000) if value % 1000 else "Z")
        return value.hex() if isinstance(value, bytes) else value


def decode(schemas, data):
    if data[:2] != b"\xc3\x01" or len(data) < 10:
        raise Undecodable("no single-object encoding: it does not start with C3 01")
    if data[2:10] not in schemas:
        raise Undecodable("written with another schema, of fingerprint " + data[2:10].hex())
    schema = schemas[data[2:10]]
    body = Body(schema, data, 10)
    value = body.value(schema)
    if body.position != len(data):
        raise Undecodable("bytes after the record")
    return value


# --- what kcat writes


def exactly(stream, count):
    data = stream.read(count)
    if len(data) != count:
        raise Undecodable("the input ends within a record")
    return data


def records(stream):
    while True:
        length = stream.readline()
        if not length:
            return
        key = exactly(stream, max(0, int(length)))
        size = struct.unpack(">i", exactly(stream, 4))[0]
        yield key.decode("utf-8"), None if size < 0 else exactly(stream, size)


def plain(value):
    return value.hex() if isinstance(value, bytes) else value


def main(files):
    if not files:
        sys.exit(__doc__)
    schemas = {}
    for name in files:
        with open(name, encoding="utf-8") as file:
            schema = json.load(file)
        schemas[fingerprint(schema)] = schema
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False)
    try:
        for key, data in records(sys.stdin.buffer):
            value = None if data is None else decode(schemas, data)
            out.write(json.dumps({"key": key, "value": value}, ensure_ascii=False, default=plain) + "\n")
    except Undecodable as problem:
        out.flush()
        sys.exit("read_topic.py: " + str(problem))
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

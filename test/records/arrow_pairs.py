"""Reads files as Hugging Face's datasets does, with pyarrow, and prints what does not fit.

Standard input: {kind: {"features": {..}, "files": [..]}}. The types of each file are inferred by
themselves, and cast to the features of its kind, or to the types of any other file of the kind; a list
that is empty throughout a file has the type that the features say. Standard output: a line a fault.
"""

import json
import sys

import pyarrow as pa
from pyarrow import json as arrow_json

TYPES = {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}


def type_of(feature):
    if isinstance(feature, list):
        return pa.list_(type_of(feature[0]))
    if feature.get("_type") == "Value":
        return TYPES[feature["dtype"]]
    return pa.struct([(name, type_of(each)) for name, each in feature.items()])


def filled(inferred, known):
    """An inferred type, with what is known in place of what the file does not say."""
    if pa.types.is_null(inferred):
        return known
    if pa.types.is_list(inferred) and pa.types.is_list(known):
        return pa.list_(filled(inferred.value_type, known.value_type))
    if pa.types.is_struct(inferred) and pa.types.is_struct(known):
        names = {field.name: field.type for field in known}
        return pa.struct(
            [(each.name, filled(each.type, names.get(each.name, each.type))) for each in inferred]
        )
    return inferred


def check(kind, features, files):
    known = pa.schema([(name, type_of(feature)) for name, feature in features.items()])
    tables = {file: arrow_json.read_json(file) for file in files}
    schemas = {"the features": known}
    for file, table in tables.items():
        if table.schema.names != known.names:
            yield f"{file}: has {table.schema.names}, not {known.names}"
            continue
        fields = [(each.name, filled(each.type, known.field(each.name).type)) for each in table.schema]
        schemas[file] = pa.schema(fields)
    for first, schema in schemas.items():
        for file, table in tables.items():
            try:
                if pa.concat_tables([schema.empty_table(), table.cast(schema)]).num_rows == 0:
                    yield f"{first} and then {file}: no rows"
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError, ValueError) as error:
                yield f"{first} and then {file}: {error}"


for kind, each in json.load(sys.stdin).items():
    for fault in check(kind, each["features"], each["files"]):
        print(f"{kind}: {fault}")

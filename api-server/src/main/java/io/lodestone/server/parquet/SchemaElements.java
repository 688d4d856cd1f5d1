package io.lodestone.server.parquet;

import java.util.List;

/** A schema as the flat list of the footer: each part before its children. */
final class SchemaElements {
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;

  // Fields of SchemaElement.
  private static final int TYPE = 1;
  private static final int REPETITION = 3;
  private static final int NAME = 4;
  private static final int CHILDREN = 5;
  private static final int CONVERTED_TYPE = 6;
  private static final int LOGICAL_TYPE = 10;

  private final ThriftCompactWriter thrift;

  private SchemaElements(ThriftCompactWriter thrift) {
    this.thrift = thrift;
  }

  /** Writes a list of elements, the first of which is the root. */
  static void write(int field, List<SchemaNode> columns, ThriftCompactWriter thrift) {
    int count = 1 + columns.stream().mapToInt(SchemaElements::count).sum();
    thrift.beginList(field, ThriftCompactWriter.Type.STRUCT, count);
    thrift.beginStruct();
    thrift.putText(NAME, "schema");
    thrift.putInt(CHILDREN, columns.size());
    thrift.endStruct();
    SchemaElements elements = new SchemaElements(thrift);
    columns.forEach(elements::write);
  }

  private static int count(SchemaNode node) {
    return switch (node) {
      case SchemaNode.Leaf _ -> 1;
      case SchemaNode.Group group ->
          1 + group.children().stream().mapToInt(SchemaElements::count).sum();
      case SchemaNode.ListOf list -> 2 + count(list.element());
    };
  }

  private void write(SchemaNode node) {
    switch (node) {
      case SchemaNode.Leaf leaf -> writeLeaf(leaf);
      case SchemaNode.Group group -> {
        writeGroup(group.name(), OPTIONAL, group.children().size(), Annotation.NONE);
        group.children().forEach(this::write);
      }
      case SchemaNode.ListOf list -> {
        writeGroup(list.name(), OPTIONAL, 1, Annotation.LIST);
        writeGroup(SchemaNode.ListOf.REPEATED, REPEATED, 1, Annotation.NONE);
        write(list.element());
      }
    }
  }

  private void writeLeaf(SchemaNode.Leaf leaf) {
    thrift.beginStruct();
    thrift.putInt(TYPE, leaf.physical().code());
    thrift.putInt(REPETITION, OPTIONAL);
    thrift.putText(NAME, leaf.name());
    writeAnnotation(leaf.annotation());
    thrift.endStruct();
  }

  private void writeGroup(String name, int repetition, int children, Annotation annotation) {
    thrift.beginStruct();
    thrift.putInt(REPETITION, repetition);
    thrift.putText(NAME, name);
    thrift.putInt(CHILDREN, children);
    writeAnnotation(annotation);
    thrift.endStruct();
  }

  private void writeAnnotation(Annotation annotation) {
    if (annotation != Annotation.NONE) {
      thrift.putInt(CONVERTED_TYPE, annotation.converted());
      thrift.beginStruct(LOGICAL_TYPE);
      thrift.putEmptyStruct(annotation.logical());
      thrift.endStruct();
    }
  }
}

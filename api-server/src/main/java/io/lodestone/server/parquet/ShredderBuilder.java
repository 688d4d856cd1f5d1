package io.lodestone.server.parquet;

import java.util.ArrayList;
import java.util.List;

/** Makes shredders of the parts of a schema, and gathers their leaves in the schema's order. */
final class ShredderBuilder {
  private final PageWriter writer;
  private final List<LeafColumn> leaves = new ArrayList<>();

  /** Where a part lies: the names of the parts around it, and how many are lists, or optional. */
  private record Place(List<String> path, int repetition, int definition) {
    /** A place further in. */
    Place within(String name, int lists, int options) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return new Place(List.copyOf(longer), repetition + lists, definition + options);
    }
  }

  ShredderBuilder(PageWriter writer) {
    this.writer = writer;
  }

  /** The shredder of a column. */
  Shredder build(SchemaNode column) {
    return build(column, new Place(List.of(), 0, 0));
  }

  /** The leaves of all columns so far. */
  List<LeafColumn> leaves() {
    return List.copyOf(leaves);
  }

  private Shredder build(SchemaNode node, Place around) {
    Place place = around.within(node.name(), 0, 1);
    return switch (node) {
      case SchemaNode.Leaf leaf -> {
        LeafColumn column =
            new LeafColumn(leaf, place.path(), place.repetition(), place.definition(), writer);
        leaves.add(column);
        yield column;
      }
      case SchemaNode.Group group ->
          new GroupShredder(
              group.children().stream().map(child -> build(child, place)).toList(),
              place.definition());
      case SchemaNode.ListOf list -> {
        Place elements = place.within(SchemaNode.ListOf.REPEATED, 1, 1);
        yield new ListShredder(
            build(list.element(), elements), elements.repetition(), place.definition());
      }
    };
  }
}

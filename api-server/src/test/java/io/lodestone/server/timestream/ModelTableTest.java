package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of constraints say what the published service models say. Skipped where the models are
 * not at hand: they are no part of this project.
 */
class ModelTableTest {
  private static final Path MODELS = Path.of("..", "..", "shared", "aws-models");

  @ParameterizedTest
  @ValueSource(strings = {"timestream-write", "timestream-query", "dynamodbstreams"})
  void tableFollowsTheModel(String service) throws IOException {
    Path file = MODELS.resolve(service + ".json");
    assumeTrue(Files.exists(file), "skipped: there is no service model at " + file);
    Map<?, ?> model = (Map<?, ?>) JsonTree.parse(Files.readString(file));

    for (Map.Entry<String, List<ModelMember>> operation : ModelMember.table(service).entrySet()) {
      List<ModelMember> members = new ArrayList<>();
      Object described = member(model, "operations", operation.getKey(), "input", "shape");
      if (described != null) {
        collect(model, (String) described, List.of(), members);
      }
      assertEquals(members, operation.getValue(), operation.getKey());
    }
  }

  private static void collect(
      Map<?, ?> model, String shape, List<String> path, List<ModelMember> members) {
    Map<?, ?> described = (Map<?, ?>) member(model, "shapes", shape);
    if (described.get("type").equals("structure")) {
      List<?> required = (List<?>) described.get("required");
      ((Map<?, ?>) described.get("members"))
          .forEach(
              (name, value) -> {
                boolean needed = required != null && required.contains(name);
                add(
                    model,
                    (String) member(value, "shape"),
                    with(path, (String) name),
                    needed ? "required" : "optional",
                    members);
              });
    } else if (described.get("type").equals("list")) {
      String element = (String) member(described, "member", "shape");
      add(model, element, with(path, ModelMember.ELEMENT), "element", members);
    }
  }

  private static void add(
      Map<?, ?> model,
      String shape,
      List<String> path,
      String presence,
      List<ModelMember> members) {
    Map<?, ?> described = (Map<?, ?>) member(model, "shapes", shape);
    List<String> constraints = new ArrayList<>();
    for (String name : List.of("min", "max", "enum", "pattern")) {
      Object value = described.get(name);
      if (value instanceof List<?> words) {
        constraints.add(
            name + "=" + String.join(",", words.stream().map(Object::toString).toList()));
      } else if (value != null && !(name.equals("min") && value.equals(0L))) {
        constraints.add(name + "=" + value);
      }
    }
    members.add(new ModelMember(path, (String) described.get("type"), presence, constraints));
    collect(model, shape, path, members);
  }

  private static List<String> with(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  /** What lies below these names; null when one of them is missing. */
  private static Object member(Object tree, String... names) {
    Object found = tree;
    for (String name : names) {
      found = found == null ? null : ((Map<?, ?>) found).get(name);
    }
    return found;
  }
}

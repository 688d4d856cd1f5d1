package io.lodestone.server.timestream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One member of a request, and what Amazon's service model wants of it: a line of the tables in
 * {@code src/test/resources/conformance}.
 *
 * @param path from the request down; {@code []} is the element of a list
 * @param type of the JSON value, in the model's words
 * @param presence required, optional or element
 * @param constraints texts of the form {@code min=1}, {@code max=20}, {@code enum=A,B}, {@code
 *     pattern=…}
 */
record ModelMember(List<String> path, String type, String presence, List<String> constraints) {
  static final String ELEMENT = "[]";

  ModelMember {
    path = List.copyOf(path);
    constraints = List.copyOf(constraints);
  }

  /** A table: the members of each operation in the order of the model. */
  static Map<String, List<ModelMember>> table(String service) throws IOException {
    Map<String, List<ModelMember>> operations = new LinkedHashMap<>();
    List<ModelMember> members = new ArrayList<>();
    List<String> path = new ArrayList<>();
    for (String line : resource(service).split("\n")) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split(" +");
      int depth = (line.length() - line.stripLeading().length()) / 2;
      if (depth == 0) {
        members = new ArrayList<>();
        operations.put(words[0], members);
        continue;
      }
      path = new ArrayList<>(path.subList(0, depth - 1));
      path.add(words[0]);
      members.add(
          new ModelMember(path, words[1], words[2], Arrays.asList(words).subList(3, words.length)));
    }
    return operations;
  }

  /** A file of the folder with the tables. */
  static String resource(String name) throws IOException {
    String path = "/conformance/" + name + ".txt";
    try (InputStream in = Objects.requireNonNull(ModelMember.class.getResourceAsStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What stands behind {@code name=}; empty when there is no such constraint. */
  String constraint(String name) {
    return constraints.stream()
        .filter(constraint -> constraint.startsWith(name + "="))
        .map(constraint -> constraint.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  boolean isRequired() {
    return presence.equals("required");
  }

  boolean isElement() {
    return presence.equals("element");
  }

  @Override
  public String toString() {
    return String.join(".", path);
  }
}

package io.lodestone.server.timestream;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A request that is right but for one member, which breaks one constraint of the service model.
 *
 * @param what in words
 * @param request the whole request
 * @param error what it has to be answered with
 * @param place how the answer has to name the member; empty where it need not
 */
record Violation(String what, Object request, String error, String place) {
  private static final String VALIDATION = "ValidationException";

  /**
   * Every way to break what the model says of a member, each in a copy of the first request that
   * has it.
   */
  static List<Violation> of(ModelMember member, List<Object> requests) {
    Place place =
        requests.stream()
            .map(request -> Place.find(request, member.path()))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no example has " + member));
    List<Violation> all = new ArrayList<>();
    if (member.isRequired()) {
      all.add(new Violation(member + " is absent", place.without(), VALIDATION, place.name()));
    }
    if (member.isRequired() || member.isElement()) {
      all.add(new Violation(member + " is null", place.with(null), VALIDATION, place.name()));
    }
    all.add(
        new Violation(
            member + " is no " + member.type(),
            place.with(member.type().equals("string") ? 7L : "text"),
            "SerializationException",
            ""));
    for (Object value : illegalValues(member, place.value())) {
      all.add(
          new Violation(
              member + " is " + shortened(value), place.with(value), VALIDATION, place.name()));
    }
    return all;
  }

  private static List<Object> illegalValues(ModelMember member, Object legal) {
    List<Object> values = new ArrayList<>();
    String min = member.constraint("min");
    String max = member.constraint("max");
    if (!min.isEmpty()) {
      values.add(ofSize(member, legal, Long.parseLong(min) - 1));
    }
    if (!max.isEmpty()) {
      values.add(ofSize(member, legal, Long.parseLong(max) + 1));
    }
    if (!member.constraint("enum").isEmpty()) {
      values.add("NO_SUCH_WORD");
      values.add(((String) legal).toLowerCase(Locale.ROOT));
    }
    if (!member.constraint("pattern").isEmpty()) {
      values.add(legal + " ");
      values.add("\u00e4" + legal);
    }
    return values;
  }

  /** A number of this value, a text of this length, a list of so many elements. */
  private static Object ofSize(ModelMember member, Object legal, long size) {
    return switch (member.type()) {
      case "string" -> "a".repeat((int) size);
      case "list" -> {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          list.add(((List<?>) legal).getFirst());
        }
        yield list;
      }
      default -> size;
    };
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() > 40 ? text.substring(0, 40) + "… (" + text.length() + ")" : text;
  }

  @Override
  public String toString() {
    return what;
  }

  /**
   * Where a member stands in a request.
   *
   * @param request the whole
   * @param steps names of members and indexes of elements from the request down
   */
  private record Place(Object request, List<Object> steps) {
    /** The first place that a path leads to; null when it leads nowhere. */
    static Place find(Object request, List<String> path) {
      List<Object> steps = new ArrayList<>();
      return lead(request, path, steps) ? new Place(request, steps) : null;
    }

    private static boolean lead(Object tree, List<String> path, List<Object> steps) {
      if (path.isEmpty()) {
        return true;
      }
      List<String> rest = path.subList(1, path.size());
      if (!path.getFirst().equals(ModelMember.ELEMENT)) {
        Map<?, ?> map = (Map<?, ?>) tree;
        steps.add(path.getFirst());
        if (map.containsKey(path.getFirst()) && lead(map.get(path.getFirst()), rest, steps)) {
          return true;
        }
        steps.removeLast();
        return false;
      }
      List<?> list = (List<?>) tree;
      for (int i = 0; i < list.size(); i++) {
        steps.add(i);
        if (lead(list.get(i), rest, steps)) {
          return true;
        }
        steps.removeLast();
      }
      return false;
    }

    Object value() {
      Object value = request;
      for (Object step : steps) {
        value = step(value, step);
      }
      return value;
    }

    Object with(Object value) {
      Object copy = JsonTree.copy(request);
      set(parent(copy), steps.getLast(), value);
      return copy;
    }

    Object without() {
      Object copy = JsonTree.copy(request);
      ((Map<?, ?>) parent(copy)).remove(steps.getLast());
      return copy;
    }

    private Object parent(Object copy) {
      Object parent = copy;
      for (Object step : steps.subList(0, steps.size() - 1)) {
        parent = step(parent, step);
      }
      return parent;
    }

    private static Object step(Object tree, Object step) {
      return step instanceof Integer index
          ? ((List<?>) tree).get(index)
          : ((Map<?, ?>) tree).get(step);
    }

    @SuppressWarnings("unchecked")
    private static void set(Object parent, Object step, Object value) {
      if (step instanceof Integer index) {
        ((List<Object>) parent).set(index, value);
      } else {
        ((Map<Object, Object>) parent).put(step, value);
      }
    }

    /** As the service names it: {@code records.1.member.measureName}. */
    String name() {
      StringBuilder name = new StringBuilder();
      for (Object step : steps) {
        name.append(name.isEmpty() ? "" : ".");
        if (step instanceof Integer index) {
          name.append(index + 1).append(".member");
        } else {
          String member = (String) step;
          name.append(Character.toLowerCase(member.charAt(0))).append(member, 1, member.length());
        }
      }
      return name.toString();
    }
  }
}

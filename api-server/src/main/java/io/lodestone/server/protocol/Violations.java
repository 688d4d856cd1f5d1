package io.lodestone.server.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a request, in the words of AWS: {@code 1 validation error detected: Value 'x'
 * at 'databaseName' failed to satisfy constraint: Member must have length greater than or equal to
 * 3}. One thread.
 */
public final class Violations {
  /** As many as the services report at most. */
  private static final int REPORTED_MAX = 10;

  private static final int VALUE_LENGTH_MAX = 256;

  private final List<String> path = new ArrayList<>();
  private final List<String> found = new ArrayList<>();

  /** What follows is about this member, until {@link #leave()}. */
  public void enterMember(String name) {
    path.add(name);
  }

  /** What follows is about this element of a list, counted from 0, until {@link #leave()}. */
  public void enterElement(int index) {
    path.add(index + 1 + ".member");
  }

  /** Back to what surrounds it. */
  public void leave() {
    path.removeLast();
  }

  /**
   * The value in hand breaks a constraint.
   *
   * @param constraint the constraint in words ("Member must …")
   */
  public void add(Object value, String constraint) {
    String text = value.toString();
    if (text.length() > VALUE_LENGTH_MAX) {
      text = text.substring(0, VALUE_LENGTH_MAX) + "…";
    }
    report("'" + text + "'", constraint);
  }

  /** The member in hand is missing and required. */
  public void addNull() {
    report("null", "Member must not be null");
  }

  private void report(String value, String constraint) {
    if (found.size() < REPORTED_MAX) {
      found.add(
          "Value " + value + " at '" + place() + "' failed to satisfy constraint: " + constraint);
    }
  }

  /** The path as the services print it: names begin in lower case. */
  private String place() {
    StringBuilder place = new StringBuilder();
    for (String step : path) {
      if (!place.isEmpty()) {
        place.append('.');
      }
      place.append(Character.toLowerCase(step.charAt(0))).append(step, 1, step.length());
    }
    return place.toString();
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * @throws ServiceException VALIDATION, when there is a violation
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ServiceException(ErrorType.VALIDATION, message());
    }
  }

  /** All violations in one sentence. */
  String message() {
    String count = found.size() == 1 ? "1 validation error" : found.size() + " validation errors";
    return count + " detected: " + String.join("; ", found);
  }
}

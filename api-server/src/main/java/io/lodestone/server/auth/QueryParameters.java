package io.lodestone.server.auth;

import io.lodestone.server.auth.AuthenticationException.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The parameters of a raw query, decoded once, in the order sent. Immutable. */
final class QueryParameters {
  /** A parameter without "=" has an empty value. */
  private record Parameter(String name, String value) {}

  private final List<Parameter> parameters;

  private QueryParameters(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  static QueryParameters parse(String query) {
    List<Parameter> parameters = new ArrayList<>();
    int start = 0;
    while (start < query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      if (end > start) {
        int equals = query.indexOf('=', start);
        boolean bare = equals < 0 || equals > end;
        String name = decode(query.substring(start, bare ? end : equals));
        String value = bare ? "" : decode(query.substring(equals + 1, end));
        parameters.add(new Parameter(name, value));
      }
      start = end + 1;
    }
    return new QueryParameters(parameters);
  }

  private static String decode(String text) {
    return PercentEncoding.decode(text)
        .orElseThrow(
            () ->
                new AuthenticationException(
                    Kind.INCOMPLETE_SIGNATURE, "The query is not properly percent-encoded."));
  }

  /** Whether a parameter has this name, in whatever case. */
  boolean contains(String name) {
    return parameters.stream().anyMatch(parameter -> parameter.name().equalsIgnoreCase(name));
  }

  /**
   * The value of a parameter that may be there once.
   *
   * @throws AuthenticationException when it is there more than once, in whatever case
   */
  Optional<String> only(String name) {
    Parameter found = null;
    for (Parameter parameter : parameters) {
      if (parameter.name().equalsIgnoreCase(name)) {
        if (found != null) {
          throw new AuthenticationException(
              Kind.INCOMPLETE_SIGNATURE, "The query has more than one parameter '" + name + "'.");
        }
        found = parameter;
      }
    }
    return found != null && found.name().equals(name)
        ? Optional.of(found.value())
        : Optional.empty();
  }

  /**
   * The query as it is signed: encoded, sorted by name, then by value.
   *
   * @param leftOut the name of a parameter that is not signed
   */
  String canonical(String leftOut) {
    return parameters.stream()
        .filter(parameter -> !parameter.name().equals(leftOut))
        .map(
            parameter ->
                new Parameter(
                    PercentEncoding.encode(parameter.name()),
                    PercentEncoding.encode(parameter.value())))
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .reduce((left, right) -> left + "&" + right)
        .orElse("");
  }
}

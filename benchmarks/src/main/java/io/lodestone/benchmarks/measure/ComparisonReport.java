package io.lodestone.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The figures of all rounds, as a table of Markdown or as JSON. */
final class ComparisonReport {
  private final String title;
  private final Map<String, String> conditions;
  private final String[] line;

  /** Per contender, per figure: the values of all rounds. */
  private final Map<String, Map<String, List<Double>>> rows = new LinkedHashMap<>();

  ComparisonReport(String title, Map<String, String> conditions, String[] line) {
    this.title = title;
    this.conditions = conditions;
    this.line = line.clone();
  }

  void add(String contender, Figures figures) {
    Map<String, List<Double>> row = rows.computeIfAbsent(contender, name -> new LinkedHashMap<>());
    figures
        .values()
        .forEach((name, value) -> row.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
  }

  /** A row per contender, a column per figure: median, (smallest–largest), ratio to the first. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(title).append("\n\n");
    conditions.forEach((name, value) -> text.append(name).append(' ').append(value).append(", "));
    text.append("options ").append(String.join(" ", line)).append("\n\n");
    Set<String> figures = new LinkedHashSet<>();
    rows.values().forEach(row -> figures.addAll(row.keySet()));
    text.append("| |");
    figures.forEach(name -> text.append(' ').append(name).append(" |"));
    text.append("\n|---|").append("---|".repeat(figures.size())).append('\n');
    String reference = rows.isEmpty() ? "" : rows.keySet().iterator().next();
    Map<String, List<Double>> first = rows.getOrDefault(reference, Map.of());
    rows.forEach(
        (contender, row) -> {
          text.append("| ").append(contender).append(" |");
          for (String name : figures) {
            text.append(' ')
                .append(cell(row.get(name), first.get(name), contender.equals(reference)));
            text.append(" |");
          }
          text.append('\n');
        });
    return text.toString();
  }

  private static String cell(List<Double> values, List<Double> reference, boolean isReference) {
    if (values == null) {
      return "";
    }
    List<Double> sorted = values.stream().sorted().toList();
    String cell = number(median(values));
    if (sorted.size() > 1) {
      cell += " (" + number(sorted.getFirst()) + "–" + number(sorted.getLast()) + ")";
    }
    if (!isReference && reference != null && median(reference) != 0) {
      cell += " ×" + number(median(values) / median(reference));
    }
    return cell;
  }

  /** One object: conditions, options, and per contender and figure the values of all rounds. */
  String json() {
    StringBuilder text = new StringBuilder("{");
    text.append(quoted("title")).append(':').append(quoted(title));
    conditions.forEach(
        (name, value) -> text.append(',').append(quoted(name)).append(':').append(quoted(value)));
    text.append(',').append(quoted("options")).append(':');
    text.append(quoted(String.join(" ", line)));
    text.append(',').append(quoted("contenders")).append(":{");
    String separator = "";
    for (Map.Entry<String, Map<String, List<Double>>> row : rows.entrySet()) {
      text.append(separator).append(quoted(row.getKey())).append(":{");
      separator = "";
      for (Map.Entry<String, List<Double>> figure : row.getValue().entrySet()) {
        text.append(separator).append(quoted(figure.getKey())).append(':');
        text.append(
            figure.getValue().stream()
                // JSON has no word for what is not a number.
                .map(value -> Double.isNaN(value) ? "null" : Double.toString(value))
                .collect(Collectors.joining(",", "[", "]")));
        separator = ",";
      }
      text.append('}');
      separator = ",";
    }
    return text.append("}}\n").toString();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Three significant digits, and whole numbers whole. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "?";
    }
    double size = Math.abs(value);
    if (size >= 100 || value == Math.rint(value)) {
      return "%,.0f".formatted(value);
    }
    return size >= 10
        ? "%.1f".formatted(value)
        : size >= 1 ? "%.2f".formatted(value) : "%.3f".formatted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

package io.lodestone.engine.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A sorted map that never changes: a change makes another map, which shares all but one path from
 * the root with this one. So a catalog of many thousand tables costs a few dozen small objects a
 * change, and readers keep the one they have.
 *
 * <p>A balanced tree as described by Adelson-Velsky and Landis (1962): the two sides of a node
 * differ in height by at most one. Safe for several threads.
 */
final class PersistentMap<K extends Comparable<? super K>, V> {
  private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null);

  /** Null when the map is empty. */
  private final Node<K, V> root;

  /**
   * @param left null when nothing is smaller
   * @param right null when nothing is larger
   */
  private record Node<K, V>(K key, V value, Node<K, V> left, Node<K, V> right, int height) {}

  private PersistentMap(Node<K, V> root) {
    this.root = root;
  }

  /** The map of nothing. */
  @SuppressWarnings("unchecked") // It holds no key and no value of any type.
  static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
    return (PersistentMap<K, V>) EMPTY;
  }

  Optional<V> get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key());
      if (order == 0) {
        return Optional.of(node.value());
      }
      node = order < 0 ? node.left() : node.right();
    }
    return Optional.empty();
  }

  /** With this value under the key, in the place of another if there was one. */
  PersistentMap<K, V> with(K key, V value) {
    return new PersistentMap<>(insert(root, key, value));
  }

  /** Without the key; the same when it is not there. */
  PersistentMap<K, V> without(K key) {
    return get(key).isEmpty() ? this : new PersistentMap<>(remove(root, key));
  }

  /** All values in ascending order of their keys. */
  List<V> values() {
    List<V> values = new ArrayList<>();
    collect(root, values);
    return Collections.unmodifiableList(values);
  }

  /** The longest way from the root to a leaf, in nodes. */
  int height() {
    return height(root);
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> insert(
      Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null, 1);
    }
    int order = key.compareTo(node.key());
    if (order < 0) {
      return balanced(node, insert(node.left(), key, value), node.right());
    }
    if (order > 0) {
      return balanced(node, node.left(), insert(node.right(), key, value));
    }
    return new Node<>(key, value, node.left(), node.right(), node.height());
  }

  /** The key must be there. */
  private static <K extends Comparable<? super K>, V> Node<K, V> remove(Node<K, V> node, K key) {
    int order = key.compareTo(node.key());
    if (order < 0) {
      return balanced(node, remove(node.left(), key), node.right());
    }
    if (order > 0) {
      return balanced(node, node.left(), remove(node.right(), key));
    }
    if (node.left() == null) {
      return node.right();
    }
    if (node.right() == null) {
      return node.left();
    }
    Node<K, V> next = node.right();
    while (next.left() != null) {
      next = next.left();
    }
    return balanced(next, node.left(), remove(node.right(), next.key()));
  }

  /**
   * A node's key and value above two sides whose heights differ by at most two, with the heights
   * brought into line.
   */
  private static <K, V> Node<K, V> balanced(Node<K, V> node, Node<K, V> left, Node<K, V> right) {
    if (height(left) > height(right) + 1) {
      if (height(left.left()) >= height(left.right())) {
        return above(left, left.left(), above(node, left.right(), right));
      }
      Node<K, V> middle = left.right();
      return above(
          middle, above(left, left.left(), middle.left()), above(node, middle.right(), right));
    }
    if (height(right) > height(left) + 1) {
      if (height(right.right()) >= height(right.left())) {
        return above(right, above(node, left, right.left()), right.right());
      }
      Node<K, V> middle = right.left();
      return above(
          middle, above(node, left, middle.left()), above(right, middle.right(), right.right()));
    }
    return above(node, left, right);
  }

  /** A node's key and value above two sides. */
  private static <K, V> Node<K, V> above(Node<K, V> node, Node<K, V> left, Node<K, V> right) {
    int height = 1 + Math.max(height(left), height(right));
    return new Node<>(node.key(), node.value(), left, right, height);
  }

  private static int height(Node<?, ?> node) {
    return node == null ? 0 : node.height();
  }

  private static <K, V> void collect(Node<K, V> node, List<V> values) {
    if (node != null) {
      collect(node.left(), values);
      values.add(node.value());
      collect(node.right(), values);
    }
  }
}

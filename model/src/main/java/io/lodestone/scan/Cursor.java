package io.lodestone.scan;

import java.util.Collection;

/** What pull cursors share: they hold something open until they are closed. */
public interface Cursor extends AutoCloseable {
  /** Lets go of everything held. More than once is harmless. */
  @Override
  void close();

  /** Closes all of them; the first failure is thrown after that, the others suppressed in it. */
  static void closeAll(Collection<? extends Cursor> cursors) {
    RuntimeException first = null;
    for (Cursor cursor : cursors) {
      try {
        cursor.close();
      } catch (RuntimeException failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Closes all of them because of a failure, to which what fails now is added. */
  static void closeAll(Collection<? extends Cursor> cursors, RuntimeException because) {
    try {
      closeAll(cursors);
    } catch (RuntimeException further) {
      because.addSuppressed(further);
    }
  }
}

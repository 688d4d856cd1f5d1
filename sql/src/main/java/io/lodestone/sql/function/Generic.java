package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A function that takes more types than can be listed, such as any array. It is asked once no
 * function of the same name with settled types fits.
 *
 * @param <F> what it becomes once its types are settled
 * @param name lower case, or an operator's symbol
 * @param signature as messages show it
 * @param settle the function for some types of arguments, which may be wider than those; empty when
 *     it does not take them
 */
record Generic<F>(String name, String signature, Function<List<SqlType>, Optional<F>> settle) {
  @Override
  public String toString() {
    return signature;
  }
}

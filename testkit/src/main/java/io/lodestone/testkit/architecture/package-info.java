/**
 * The rules of the house that a compiler does not know, checked on class files.
 *
 * <p>Each module's {@code LayeringTest} applies {@link
 * io.lodestone.testkit.architecture.LayeringRules} and {@link
 * io.lodestone.testkit.architecture.VocabularyRules} to its own classes. The modules {@code model}
 * and {@code storage}, on which this one depends, are judged by the test of this module.
 */
package io.lodestone.testkit.architecture;

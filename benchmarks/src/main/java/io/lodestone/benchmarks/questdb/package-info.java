/**
 * The peer: QuestDB 9.3.4, embedded in the same process as the driver, by its fastest interfaces.
 * The only package that names its types. It knows tables of text tags and whole-number fields, and
 * nothing of Lodestone.
 */
package io.lodestone.benchmarks.questdb;

/** JMH benchmarks. How to run them, and what they have shown, is in {@code docs/benchmarks.md}. */
package io.lodestone.benchmarks;

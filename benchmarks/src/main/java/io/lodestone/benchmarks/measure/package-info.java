/**
 * A small harness for what JMH does not measure: whole runs in a process of their own, several
 * rounds, the sides of a comparison taking turns, with the processor time, the peak of resident
 * memory and the written bytes of each process. It knows nothing of what is measured.
 */
package io.lodestone.benchmarks.measure;

/**
 * A server in a process of its own and a client that costs next to nothing, for figures of whole
 * requests: bodies are made and signed before the clock runs, connections are plain sockets. It
 * knows the wire and nothing of a benchmark.
 */
package io.lodestone.benchmarks.wire;

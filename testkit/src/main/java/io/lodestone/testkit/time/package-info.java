/**
 * Time and threads for tests: a clock that is moved by hand, agents that are stepped from a seed.
 */
package io.lodestone.testkit.time;

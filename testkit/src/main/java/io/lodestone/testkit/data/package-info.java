/** What tests are fed with and held against: seeds that are printed, files kept for ever. */
package io.lodestone.testkit.data;

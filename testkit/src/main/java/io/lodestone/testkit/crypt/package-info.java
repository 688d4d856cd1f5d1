/** Encryption keys that a test holds, loses and gives back. */
package io.lodestone.testkit.crypt;

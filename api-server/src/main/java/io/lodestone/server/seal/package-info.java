/**
 * Secrets that lie on a disk, sealed with a key that may lie elsewhere. Knows no file and no
 * meaning of what it seals.
 */
package io.lodestone.server.seal;

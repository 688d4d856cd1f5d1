/**
 * Disks for tests: one that crashes, one that fails, one that says it has synced and has not, one
 * that counts what was left open, a base for more of them, a way to damage files, and the contract
 * that all directories are held to.
 */
package io.lodestone.testkit.files;

/**
 * The data keys of the encrypted databases while an engine is open: which there are, which cannot
 * be had, and how everything but a segment is sealed with them. Knows the catalog's entries and the
 * seam to the encryption keys; nothing of logs and files.
 */
package io.lodestone.engine.crypt;

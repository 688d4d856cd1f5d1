/**
 * What operators and the machinery around the process ask it: is it alive, is it ready, which
 * version is it, and what it holds and has done. Knows calls by the names of their operations, and
 * nothing of what they say.
 */
package io.lodestone.server.admin;

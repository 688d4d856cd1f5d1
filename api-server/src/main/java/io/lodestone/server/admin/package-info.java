/**
 * What operators and the machinery around the process ask it: is it alive, is it ready, which
 * version is it. Knows no AWS protocol and no table.
 */
package io.lodestone.server.admin;

/**
 * Work that the server does by itself, now or later, and what it remembers of it over a restart:
 * jobs, the threads that run them, and a store of what they were asked for and how far they have
 * come. It refuses to know what any of them does.
 */
package io.lodestone.server.jobs;

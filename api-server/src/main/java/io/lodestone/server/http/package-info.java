/**
 * HTTP/1.1 over Netty, and the only place which sees Netty. A request is complete and within its
 * limits before anybody hears of it; each is handled on a virtual thread of its own. Knows no
 * service, no JSON and no signature.
 */
package io.lodestone.server.http;

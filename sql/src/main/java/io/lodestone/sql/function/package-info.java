/**
 * Functions, and the terms that apply them.
 *
 * <p>A {@link io.lodestone.sql.function.Term} is an expression whose names and types are settled. A
 * function is a declaration in one of the families of {@link
 * io.lodestone.sql.function.FunctionRegistry}: its name, its types and a kernel that works on whole
 * vectors. The package knows neither where values come from nor what a statement is.
 */
package io.lodestone.sql.function;

/**
 * In which steps a query is answered, and what is left to the scan.
 *
 * <p>{@link io.lodestone.sql.plan.Planner} turns a resolved query into a tree of {@link
 * io.lodestone.sql.plan.PlanNode}s: it reads only columns that are used, gives the scan the
 * conditions on time and series that it can keep itself, and keeps the rest as filters. The package
 * reads nothing and holds nothing open.
 */
package io.lodestone.sql.plan;

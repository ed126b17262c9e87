package io.leat.sql.statement;

import io.leat.runtime.circuit.UserCode;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.function.user.UserClass;
import io.leat.runtime.function.user.UserClasses;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.PlannedStatement;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.parse.StatementParser;
import io.leat.sql.parse.SyntaxError;
import io.leat.sql.parse.ast.CreateFunction;
import io.leat.sql.parse.ast.CreateMode;
import io.leat.sql.parse.ast.CreateSqlFunction;
import io.leat.sql.parse.ast.DropStatement;
import io.leat.sql.parse.ast.FunctionParameter;
import io.leat.sql.validate.NameScope;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import io.leat.sql.validate.UserFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/** CREATE FUNCTION and DROP FUNCTION. */
final class FunctionDeclaration {
  private final QueryConverter converter;
  private final FullText text;

  FunctionDeclaration(QueryConverter converter, String sql) {
    this.converter = converter;
    this.text = new FullText(converter, sql);
  }

  PlannedStatement declare(CreateSqlFunction create) {
    ObjectName name =
        name(
            create.name(),
            create.temporary(),
            create.system(),
            create.mode(),
            create.ifNotExists());
    converter.declaring(name);
    List<CatalogFunction.Sql.Parameter> parameters = new ArrayList<>();
    TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (SqlNode node : create.parameters()) {
      FunctionParameter parameter = (FunctionParameter) node;
      if (!seen.add(parameter.name().getSimple())) {
        throw error(
            SqlState.DUPLICATE_COLUMN,
            "parameter '" + parameter.name().getSimple() + "' is declared twice",
            parameter.name());
      }
      DataType type = DeclaredTypes.of(parameter.type());
      parameters.add(new CatalogFunction.Sql.Parameter(parameter.name().getSimple(), type));
    }
    DataType returns = DeclaredTypes.of(create.returns()).withNullable(true);
    DataType given = bodyType(create, parameters);
    boolean numbers = given.kind().isNumeric() && returns.kind().isNumeric();
    if (given.kind() != TypeKind.NULL && !numbers && !CastRules.implicit(given, returns)) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "the function returns " + returns.sqlName() + " but its body gives " + given.sqlName(),
          Positions.of(create.body()),
          CastRules.explicit(given, returns) ? "write CAST(… AS " + returns.sqlName() + ")" : null,
          null);
    }
    return new PlannedStatement.CreateFunction(
        new CatalogFunction.Sql(
            name,
            parameters,
            returns,
            text.of(create.body()),
            text.functions(create.temporary(), "function", create.name())),
        create.temporary(),
        create.mode() != CreateMode.NEW,
        create.ifNotExists());
  }

  /** A function in Java, whose class is loaded to see what it offers. */
  PlannedStatement declare(CreateFunction create) {
    SqlIdentifier language = create.language();
    if (language != null && !language.getSimple().equalsIgnoreCase("JAVA")) {
      throw LeatException.notSupported(
              "the language " + language.getSimple(), "write the function in Java or SQL")
          .at(Positions.of(language));
    }
    if (create.jars().size() > 1) {
      throw LeatException.notSupported("more than one jar", "put all classes into one jar")
          .at(Positions.of(create.jars().get(1)));
    }
    if (!converter.scope().session().mayLoadCode()) {
      throw new LeatException(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "a remote session may not load code",
          Positions.of(create.className()),
          "set security.remote-code: true in leat.yaml, make the function in an embedded session,"
              + " or write it in SQL",
          null);
    }
    ObjectName name =
        name(
            create.name(),
            create.temporary(),
            create.system(),
            create.mode(),
            create.ifNotExists());
    String jar = create.jars().isEmpty() ? null : ((SqlLiteral) create.jars().get(0)).toValue();
    try {
      UserCode code = UserClasses.locate(jar, Objects.requireNonNull(create.className().toValue()));
      UserClass.Description description =
          UserClass.describe(
              name.name(), code, type -> DeclaredTypes.of(StatementParser.parseDataType(type)));
      return new PlannedStatement.CreateFunction(
          new CatalogFunction.Java(name, code, description.aggregate(), description.overloads()),
          create.temporary(),
          create.mode() != CreateMode.NEW,
          create.ifNotExists());
    } catch (LeatException wrong) {
      throw wrong.position() != null ? wrong : wrong.at(Positions.of(create.className()));
    } catch (SyntaxError wrong) {
      throw new LeatException(
          SqlState.DATATYPE_MISMATCH,
          "an @SqlType of the class is no type: " + wrong.getMessage(),
          Positions.of(create.className()),
          wrong.hint(),
          null);
    }
  }

  private DataType bodyType(
      CreateSqlFunction create, List<CatalogFunction.Sql.Parameter> parameters) {
    List<RowSchema.Field> columns = new ArrayList<>();
    for (CatalogFunction.Sql.Parameter parameter : parameters) {
      columns.add(new RowSchema.Field(parameter.name(), parameter.type()));
    }
    if (columns.isEmpty()) {
      columns.add(new RowSchema.Field("", ScalarType.INTEGER));
    }
    return converter.typeOf(create.body(), new RowSchema(columns));
  }

  /** The full name of a function that is to be made. */
  private ObjectName name(
      SqlIdentifier identifier,
      boolean temporary,
      boolean system,
      CreateMode mode,
      boolean ifNotExists) {
    NameScope scope = converter.scope();
    ObjectName name = resolve(identifier, system);
    if (UserFunctions.isBuiltIn(name.name())) {
      throw new LeatException(
          SqlState.DUPLICATE_FUNCTION,
          name.name() + " is a built-in function",
          Positions.of(identifier),
          "choose another name",
          null);
    }
    boolean taken =
        temporary
            ? scope.session().temporary().findFunction(name).isPresent()
            : scope.catalog().findFunction(name).isPresent();
    if (taken && mode == CreateMode.NEW && !ifNotExists) {
      throw new LeatException(
          SqlState.DUPLICATE_FUNCTION,
          "a " + (temporary ? "temporary " : "") + "function " + name + " exists already",
          Positions.of(identifier),
          "choose another name, or use CREATE OR REPLACE",
          null);
    }
    if (!scope.catalog().hasDatabase(name.catalog(), name.database())) {
      throw scope.unknown(name, Positions.of(identifier));
    }
    return name;
  }

  private ObjectName resolve(SqlIdentifier identifier, boolean system) {
    if (!system) {
      return converter.scope().resolve(identifier);
    }
    if (!identifier.isSimple()) {
      throw error(
          SqlState.SYNTAX_ERROR, "the name of a system function has one part only", identifier);
    }
    return NameScope.systemFunction(identifier.getSimple());
  }

  PlannedStatement drop(DropStatement drop, boolean cascade) {
    NameScope scope = converter.scope();
    SqlIdentifier identifier = drop.name();
    ObjectName name = resolve(identifier, drop.system());
    // A temporary function hides a permanent one, so the plain DROP means what the name means.
    boolean temporary = scope.session().temporary().findFunction(name).isPresent();
    boolean exists =
        temporary || (!drop.temporary() && scope.catalog().findFunction(name).isPresent());
    if (!exists && !drop.ifExists()) {
      if (UserFunctions.isBuiltIn(name.name()) && identifier.isSimple()) {
        throw error(
            SqlState.UNDEFINED_FUNCTION,
            name.name() + " is a built-in function and cannot be dropped",
            identifier);
      }
      throw UserFunctions.unknown(scope, identifier, identifier);
    }
    return new PlannedStatement.DropFunction(
        name, temporary || drop.temporary(), drop.ifExists(), cascade);
  }

  private static LeatException error(String state, String message, SqlNode at) {
    return new LeatException(state, message, Positions.of(at), null, null);
  }
}

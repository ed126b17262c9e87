SqlNode ShowStatement() :
{
    final Span s;
    final ShowStatement.Kind kind;
    SqlIdentifier scope = null;
    SqlIdentifier name = null;
    ShowStatement.Filter filter = null;
}
{
    <SHOW> { s = span(); }
    (
        <TABLES> { kind = ShowStatement.Kind.TABLES; } scope = ShowScopeOpt() filter = ShowFilterOpt()
    |
        <VIEWS> { kind = ShowStatement.Kind.VIEWS; } scope = ShowScopeOpt() filter = ShowFilterOpt()
    |
        <MATERIALIZED> <VIEWS> { kind = ShowStatement.Kind.MATERIALIZED_VIEWS; }
        scope = ShowScopeOpt() filter = ShowFilterOpt()
    |
        <COLUMNS> { kind = ShowStatement.Kind.COLUMNS; }
        ( <FROM> | <IN> ) name = CompoundIdentifier() filter = ShowFilterOpt()
    |
        ( <DATABASES> | <SCHEMAS> ) { kind = ShowStatement.Kind.DATABASES; } scope = ShowScopeOpt() filter = ShowFilterOpt()
    |
        <CATALOGS> { kind = ShowStatement.Kind.CATALOGS; } filter = ShowFilterOpt()
    |
        <FUNCTIONS> { kind = ShowStatement.Kind.FUNCTIONS; } scope = ShowScopeOpt() filter = ShowFilterOpt()
    |
        <USER> <FUNCTIONS> { kind = ShowStatement.Kind.USER_FUNCTIONS; } scope = ShowScopeOpt() filter = ShowFilterOpt()
    |
        <JOBS> { kind = ShowStatement.Kind.JOBS; } filter = ShowFilterOpt()
    |
        <ERRORS> { kind = ShowStatement.Kind.ERRORS; } [ <FOR> <JOB> name = JobName() ] filter = ShowFilterOpt()
    |
        <WARNINGS> { kind = ShowStatement.Kind.WARNINGS; }
    |
        <SETTINGS> { kind = ShowStatement.Kind.SETTINGS; } filter = ShowFilterOpt()
    |
        ( <INDEXES> | <INDEX> ) { kind = ShowStatement.Kind.INDEXES; }
        [ ( <FROM> | <IN> | <ON> ) name = CompoundIdentifier() ] filter = ShowFilterOpt()
    |
        <MODULES> { kind = ShowStatement.Kind.MODULES; }
    |
        <FULL> <MODULES> { kind = ShowStatement.Kind.FULL_MODULES; }
    |
        <JARS> { kind = ShowStatement.Kind.JARS; }
    |
        <PARTITIONS> { kind = ShowStatement.Kind.PARTITIONS; } name = CompoundIdentifier()
    |
        <CREATE>
        (
            <TABLE> { kind = ShowStatement.Kind.CREATE_TABLE; }
        |
            <VIEW> { kind = ShowStatement.Kind.CREATE_VIEW; }
        |
            <MATERIALIZED> <VIEW> { kind = ShowStatement.Kind.CREATE_MATERIALIZED_VIEW; }
        |
            <CATALOG> { kind = ShowStatement.Kind.CREATE_CATALOG; }
        |
            <FUNCTION> { kind = ShowStatement.Kind.CREATE_FUNCTION; }
        )
        name = CompoundIdentifier()
    |
        <CURRENT>
        (
            <CATALOG> { kind = ShowStatement.Kind.CURRENT_CATALOG; }
        |
            <DATABASE> { kind = ShowStatement.Kind.CURRENT_DATABASE; }
        )
    )
    { return new ShowStatement(s.end(this), kind, name, scope, filter); }
}

SqlIdentifier ShowScopeOpt() :
{
    SqlIdentifier scope = null;
}
{
    [ ( <FROM> | <IN> ) scope = CompoundIdentifier() ]
    { return scope; }
}

/** [[NOT] LIKE | ILIKE 'pattern'] */
ShowStatement.Filter ShowFilterOpt() :
{
    boolean negated = false;
    boolean ignoreCase = false;
    final SqlLiteral pattern;
}
{
    (
        [ <NOT> { negated = true; } ]
        (
            <LIKE>
        |
            <ILIKE> { ignoreCase = true; }
        )
        pattern = StringValue()
        { return new ShowStatement.Filter(negated, ignoreCase, pattern); }
    |
        { return null; }
    )
}

/** A job's id or name: 'text' or a bare word. */
SqlIdentifier JobName() :
{
    final SqlLiteral text;
    final SqlIdentifier name;
}
{
    text = StringValue() {
        if (text.toValue().isEmpty()) {
            throw SyntaxError.at("the name of a job cannot be empty", text.getParserPosition());
        }
        return new SqlIdentifier(text.toValue(), text.getParserPosition());
    }
|
    name = SimpleIdentifier() { return name; }
}

SqlNode DescribeStatement() :
{
    final Span s;
    final DescribeStatement.Kind kind;
    boolean extended = false;
    final SqlIdentifier name;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    (
        <TABLE> { kind = DescribeStatement.Kind.TABLE; }
        extended = ExtendedOpt() name = CompoundIdentifier()
    |
        LOOKAHEAD(2) <FUNCTION> { kind = DescribeStatement.Kind.FUNCTION; }
        extended = ExtendedOpt() name = CompoundIdentifier()
    |
        LOOKAHEAD( <JOB> JobName() ) <JOB> { kind = DescribeStatement.Kind.JOB; }
        name = JobName()
    |
        LOOKAHEAD( <CATALOG> SimpleIdentifier() ) <CATALOG> { kind = DescribeStatement.Kind.CATALOG; }
        extended = ExtendedOpt() name = CompoundIdentifier()
    |
        LOOKAHEAD( ( <DATABASE> | <SCHEMA> ) SimpleIdentifier() ) ( <DATABASE> | <SCHEMA> )
        { kind = DescribeStatement.Kind.DATABASE; }
        extended = ExtendedOpt() name = CompoundIdentifier()
    |
        { kind = DescribeStatement.Kind.TABLE; }
        extended = ExtendedOpt() name = CompoundIdentifier()
    )
    { return new DescribeStatement(s.end(this), kind, extended, name); }
}

boolean ExtendedOpt() :
{
}
{
    LOOKAHEAD( <EXTENDED> SimpleIdentifier() )
    <EXTENDED> { return true; }
|
    { return false; }
}

SqlNode ExplainStatement() :
{
    final Span s;
    final java.util.Set<ExplainStatement.Detail> details = java.util.EnumSet.noneOf(ExplainStatement.Detail.class);
    ExplainStatement.Format format = ExplainStatement.Format.TEXT;
    final SqlNode statement;
}
{
    <EXPLAIN> { s = span(); }
    [
        <PLAN>
        [ LOOKAHEAD(1) format = ExplainFormat() ]
        <FOR>
    |
        AddExplainDetail(details)
        ( <COMMA> AddExplainDetail(details) )*
        [ format = ExplainFormat() ]
    |
        format = ExplainFormat() [ <FOR> ]
    ]
    (
        LOOKAHEAD(1) statement = StatementSetAfterExplain()
    |
        statement = ChangeOrQuery()
    |
        statement = CreateStatement()
    )
    { return new ExplainStatement(s.end(this), details, format, statement); }
}

ExplainStatement.Format ExplainFormat() :
{
}
{
    <AS>
    (
        <JSON> { return ExplainStatement.Format.JSON; }
    |
        <DOT_FORMAT> { return ExplainStatement.Format.DOT; }
    )
}

void AddExplainDetail(java.util.Set<ExplainStatement.Detail> details) :
{
}
{
    <CODEGEN> { details.add(ExplainStatement.Detail.CODEGEN); }
|
    <ESTIMATED_COST> { details.add(ExplainStatement.Detail.ESTIMATED_COST); }
|
    <CHANGELOG_MODE> { details.add(ExplainStatement.Detail.CHANGELOG_MODE); }
|
    <JSON_EXECUTION_PLAN> { details.add(ExplainStatement.Detail.JSON_EXECUTION_PLAN); }
|
    <PLAN_ADVICE> { details.add(ExplainStatement.Detail.PLAN_ADVICE); }
}

SqlNode StatementSetAfterExplain() :
{
    final SqlNode set;
}
{
    [ <EXECUTE> ]
    set = StatementSet()
    { return set; }
}

/** SET, SET 'key' = 'value', SET dotted.key = value */
SqlNode SetStatement() :
{
    final Span s;
    SqlLiteral key = null;
    SqlLiteral value = null;
}
{
    <SET> { s = span(); }
    (
        LOOKAHEAD({ getToken(1).kind == EOF || getToken(1).kind == SEMICOLON }) { }
    |
        key = OptionKey()
        [ ( <EQ> | <TO> ) value = OptionValue() ]
    )
    { return new SetStatement(s.end(this), key, value); }
}

/** RESET, RESET ALL, RESET 'key' */
SqlNode ResetStatement() :
{
    final Span s;
    SqlLiteral key = null;
}
{
    <RESET> { s = span(); }
    (
        LOOKAHEAD({ getToken(1).kind == EOF || getToken(1).kind == SEMICOLON }) { }
    |
        <ALL>
    |
        key = OptionKey()
    )
    { return new ResetStatement(s.end(this), key); }
}

SqlNode UseStatement() :
{
    final Span s;
    final UseStatement.Kind kind;
    final SqlIdentifier name;
    final List<SqlNode> names = new ArrayList<SqlNode>();
}
{
    <USE> { s = span(); }
    (
        LOOKAHEAD( <CATALOG> SimpleIdentifier() ) <CATALOG>
        name = SimpleIdentifier() { names.add(name); kind = UseStatement.Kind.CATALOG; }
    |
        LOOKAHEAD( <MODULES> SimpleIdentifier() ) <MODULES> AddSimpleIdentifiers(names)
        { kind = UseStatement.Kind.MODULES; }
    |
        LOOKAHEAD( [ <DATABASE> | <SCHEMA> ] SimpleIdentifier() )
        [ LOOKAHEAD( ( <DATABASE> | <SCHEMA> ) SimpleIdentifier() ) ( <DATABASE> | <SCHEMA> ) ]
        name = CompoundIdentifier() { names.add(name); kind = UseStatement.Kind.DATABASE; }
    )
    { return new UseStatement(s.end(this), kind, new SqlNodeList(names, s.end(this))); }
}

SqlNode JobStatement() :
{
    final Span s;
    final SqlIdentifier job;
    boolean savepoint = false;
    boolean drain = false;
    SqlLiteral path = null;
}
{
    <STOP> { s = span(); } <JOB> job = JobName()
    (
        <WITH>
        (
            <SAVEPOINT> { savepoint = true; }
        |
            <DRAIN> { drain = true; }
        )
    )*
    { return new StopJob(s.end(this), job, savepoint, drain); }
|
    <START> { s = span(); }
    (
        <JOB> job = JobName()
        [ <FROM> <SAVEPOINT> path = StringValue() ]
        { return new StartJob(s.end(this), job, path); }
    |
        <TRANSACTION> { return new Command(s.end(this), Command.Kind.BEGIN); }
    )
|
    <CHECKPOINT> { return new Command(getPos(), Command.Kind.CHECKPOINT); }
|
    <FLUSH> { return new Command(getPos(), Command.Kind.FLUSH); }
}

/** BEGIN [TRANSACTION | WORK], and the older form of a statement set. */
SqlNode BeginStatement() :
{
    final Span s;
    final SqlNodeList inserts;
}
{
    <BEGIN> { s = span(); }
    (
        <STATEMENT> <SET> <SEMICOLON>
        inserts = InsertsUntilEnd()
        { return new StatementSet(s.end(this), inserts); }
    |
        [ <TRANSACTION> | <WORK> ]
        { return new Command(s.end(this), Command.Kind.BEGIN); }
    )
}

SqlNode EndOfTransaction() :
{
    final Command.Kind kind;
    final Span s;
}
{
    (
        <COMMIT> { s = span(); kind = Command.Kind.COMMIT; }
    |
        <ROLLBACK> { s = span(); kind = Command.Kind.ROLLBACK; }
    )
    [ <TRANSACTION> | <WORK> ]
    { return new Command(s.end(this), kind); }
}

SqlNode TruncateStatement() :
{
    final Span s;
    final SqlIdentifier table;
}
{
    <TRUNCATE> { s = span(); }
    [ <TABLE> ]
    table = CompoundIdentifier()
    { return new TruncateTable(s.end(this), table); }
}

SqlNode InsertStatement() :
{
    final Span s;
    final SqlNodeList keywords;
    boolean overwrite = false;
    final SqlIdentifier table;
    SqlNode target;
    SqlNodeList partition = SqlNodeList.EMPTY;
    SqlNodeList columns = null;
    final SqlNode source;
    final Span defaults;
    ConflictClause conflict = null;
}
{
    (
        <INSERT> { s = span(); keywords = new SqlNodeList(s.pos()); }
        (
            <INTO>
        |
            <OVERWRITE> { overwrite = true; }
            [ LOOKAHEAD(1) <INTO> ]
        )
    |
        <UPSERT> { s = span(); keywords = SqlNodeList.of(SqlInsertKeyword.UPSERT.symbol(getPos())); }
        <INTO>
    )
    [ <TABLE> ]
    table = CompoundTableIdentifier()
    ( target = TableHints(table) | { target = table; } )
    [ <PARTITION> partition = PartitionValues() ]
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    (
        LOOKAHEAD({ getToken(1).kind != DEFAULT_ })
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        <DEFAULT_> { defaults = span(); }
        <VALUES> { source = InsertStatement.defaultValues(defaults.end(this)); }
    )
    [ conflict = ConflictClause() ]
    [ <RETURNING> { refuseReturning(); } ]
    { return new InsertStatement(s.end(this), keywords, overwrite, target, partition, columns, source, conflict); }
}

JAVACODE void refuseReturning() {
    throw SyntaxError.unsupported("RETURNING is not supported",
        "leave it out, and read the rows with SELECT in the same transaction", getPos());
}

/** ON CONFLICT [(columns)] DO NOTHING | ERROR | DEDUPLICATE | UPDATE SET c = e, ... [WHERE e] */
ConflictClause ConflictClause() :
{
    final Span s;
    SqlNodeList columns = SqlNodeList.EMPTY;
    final ConflictClause.Action action;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlNode condition = null;
}
{
    <ON> { s = span(); } <CONFLICT>
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <DO>
    (
        <NOTHING> { action = ConflictClause.Action.NOTHING; }
    |
        <ERROR> { action = ConflictClause.Action.ERROR; }
    |
        <DEDUPLICATE> { action = ConflictClause.Action.DEDUPLICATE; }
    |
        <UPDATE> { action = ConflictClause.Action.UPDATE; } <SET>
        AddAssignment(names, values)
        ( <COMMA> AddAssignment(names, values) )*
        [ condition = Where() ]
    )
    {
        return new ConflictClause(s.end(this), columns, action, new SqlNodeList(names, s.end(this)),
            new SqlNodeList(values, s.end(this)), condition);
    }
}

void AddAssignment(List<SqlNode> names, List<SqlNode> values) :
{
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier() { names.add(name); }
    <EQ>
    AssignedValue(values)
}

/** UPDATE table [alias] SET c = e, (c, d) = (e, DEFAULT), (c, d) = (query), ... [FROM tables] [WHERE e] */
SqlNode UpdateStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNode target;
    SqlIdentifier alias = null;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlNode from = null;
    SqlNode condition = null;
}
{
    <UPDATE> { s = span(); }
    table = CompoundTableIdentifier()
    ( target = TableHints(table) | { target = table; } )
    [ [ <AS> ] alias = SimpleIdentifier() ]
    <SET>
    Assignment(names, values)
    ( <COMMA> Assignment(names, values) )*
    [ <FROM> from = FromClause() ]
    [ condition = Where() ]
    [ <RETURNING> { refuseReturning(); } ]
    {
        return new UpdateStatement(s.end(this), target, new SqlNodeList(names, Span.of(names).pos()),
            new SqlNodeList(values, Span.of(values).pos()), from, condition, alias);
    }
}

/** DELETE FROM table [alias] [USING tables] [WHERE e] */
SqlNode DeleteStatement() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNode target;
    SqlIdentifier alias = null;
    SqlNode using = null;
    SqlNode condition = null;
}
{
    <DELETE> { s = span(); }
    <FROM>
    table = CompoundTableIdentifier()
    ( target = TableHints(table) | { target = table; } )
    [
        LOOKAHEAD(2, [ <AS> ] SimpleIdentifier(), { getToken(1).kind != RETURNING })
        [ <AS> ] alias = SimpleIdentifier()
    ]
    [ <USING> using = FromClause() ]
    [ condition = Where() ]
    [ <RETURNING> { refuseReturning(); } ]
    { return new DeleteStatement(s.end(this), target, using, condition, alias); }
}

void Assignment(List<SqlNode> names, List<SqlNode> values) :
{
    SqlIdentifier name;
    final SqlNodeList list;
    final SqlNode query;
}
{
    name = CompoundIdentifier() { names.add(name); }
    <EQ>
    AssignedValue(values)
|
    list = ParenthesizedSimpleIdentifierList() { names.addAll(list.getList()); }
    <EQ>
    <LPAREN>
    (
        LOOKAHEAD( <SELECT> | <WITH> )
        query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        { values.addAll(RowQuery.columns(query, list)); }
    |
        AssignedValue(values)
        ( <COMMA> AssignedValue(values) )*
    )
    <RPAREN> {
        if (values.size() != names.size()) {
            throw SyntaxError.at("SET names as many columns as it gives values",
                list.getParserPosition());
        }
    }
}

void AssignedValue(List<SqlNode> values) :
{
    final SqlNode value;
}
{
    value = Default() { values.add(value); }
|
    AddExpression(values, ExprContext.ACCEPT_SUB_QUERY)
}

/** EXECUTE STATEMENT SET ..., or EXECUTE before a single statement, which changes nothing. */
SqlNode ExecuteStatement() :
{
    final SqlNode statement;
}
{
    <EXECUTE>
    (
        LOOKAHEAD(1) statement = StatementSet()
    |
        statement = ChangeOrQuery()
    )
    { return statement; }
}

/** STATEMENT SET BEGIN i; i; END */
SqlNode StatementSet() :
{
    final Span s;
    final SqlNodeList inserts;
}
{
    <STATEMENT> { s = span(); } <SET> <BEGIN>
    inserts = InsertsUntilEnd()
    { return new StatementSet(s.end(this), inserts); }
}

SqlNodeList InsertsUntilEnd() :
{
    final List<SqlNode> statements = new ArrayList<SqlNode>();
}
{
    ( AddInsert(statements) <SEMICOLON> )+
    <END>
    { return new SqlNodeList(statements, Span.of(statements).pos()); }
}

void AddInsert(List<SqlNode> statements) :
{
    final SqlNode statement;
}
{
    statement = InsertStatement() { statements.add(statement); }
}

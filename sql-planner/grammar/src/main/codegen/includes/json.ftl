/** JSON_TABLE(document, 'path' [AS name] COLUMNS (...) [ERROR | EMPTY ON ERROR]) */
SqlNode JsonTable() :
{
    final Span s;
    final SqlNode document;
    final SqlNode path;
    SqlIdentifier pathName = null;
    final SqlNodeList columns;
    Boolean failing = null;
}
{
    <JSON_TABLE> { s = span(); }
    <LPAREN>
    document = Expression(ExprContext.ACCEPT_NON_QUERY)
    <COMMA>
    path = Expression(ExprContext.ACCEPT_NON_QUERY)
    [ <AS> pathName = SimpleIdentifier() ]
    [ <PASSING> { throw JsonPassing.unsupported(getPos()); } ]
    columns = JsonTableColumns()
    [
        ( <ERROR> { failing = true; } | <EMPTY> [ <ARRAY> ] { failing = false; } )
        <ON> <ERROR>
    ]
    <RPAREN>
    { return new JsonTable(s.end(this), document, path, pathName, columns, failing); }
}

SqlNodeList JsonTableColumns() :
{
    final Span s;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
}
{
    <COLUMNS> <LPAREN> { s = span(); }
    AddJsonTableColumn(columns)
    ( <COMMA> AddJsonTableColumn(columns) )*
    <RPAREN> { return new SqlNodeList(columns, s.end(this)); }
}

void AddJsonTableColumn(List<SqlNode> columns) :
{
    final SqlNode column;
}
{
    (
        LOOKAHEAD({ getToken(1).kind == NESTED
            && (getToken(2).kind == PATH || getToken(2).kind == QUOTED_STRING) })
        column = JsonTableNested()
    |
        column = JsonTableColumn()
    )
    { columns.add(column); }
}

/** NESTED [PATH] 'path' [AS name] COLUMNS (...) */
SqlNode JsonTableNested() :
{
    final Span s;
    final SqlLiteral path;
    SqlIdentifier name = null;
    final SqlNodeList columns;
}
{
    <NESTED> { s = span(); }
    [ <PATH> ]
    path = StringValue()
    [ <AS> name = SimpleIdentifier() ]
    columns = JsonTableColumns()
    { return new JsonTableNested(s.end(this), path, name, columns); }
}

/** name FOR ORDINALITY | name type EXISTS ... | name type [FORMAT JSON] [PATH 'path'] ... */
SqlNode JsonTableColumn() :
{
    final Span s;
    final SqlIdentifier name;
    SqlDataTypeSpec type = null;
    SqlLiteral path = null;
    JsonTableColumn.Kind kind = JsonTableColumn.Kind.VALUE;
    SqlNode wrapper = null;
    Boolean quotes = null;
    JsonBehavior onEmpty = null;
    JsonBehavior onError = null;
    JsonBehavior behavior;
}
{
    name = SimpleIdentifier() { s = span(); }
    (
        <FOR> <ORDINALITY> { kind = JsonTableColumn.Kind.ORDINALITY; }
    |
        type = DataType()
        (
            <EXISTS> { kind = JsonTableColumn.Kind.EXISTS; }
            [ <PATH> path = StringValue() ]
            [ onError = JsonTruth() <ON> <ERROR> ]
        |
            [ <FORMAT> <JSON> { kind = JsonTableColumn.Kind.JSON; } ]
            [ <PATH> path = StringValue() ]
            [ wrapper = JsonQueryWrapperBehavior() <WRAPPER> ]
            [
                ( <KEEP> { quotes = true; } | <OMIT> { quotes = false; } ) <QUOTES>
                [ <ON> <SCALAR> SimpleIdentifier() ]
            ]
            (
                behavior = JsonBehavior()
                <ON>
                ( <EMPTY> { onEmpty = behavior; } | <ERROR> { onError = behavior; } )
            )*
        )
    )
    {
        return new JsonTableColumn(s.end(this), name, kind, type, path, wrapper, quotes, onEmpty,
            onError);
    }
}

/** What there is in place of a value. */
JsonBehavior JsonBehavior() :
{
    final Span s = Span.of();
    JsonBehavior.Kind kind;
    SqlNode value = null;
}
{
    (
        <ERROR> { s.add(this); kind = JsonBehavior.Kind.ERROR; }
    |
        <NULL> { s.add(this); kind = JsonBehavior.Kind.NULL; }
    |
        <EMPTY> { s.add(this); kind = JsonBehavior.Kind.EMPTY_ARRAY; }
        [ <ARRAY> | <OBJECT> { kind = JsonBehavior.Kind.EMPTY_OBJECT; } ]
    |
        <DEFAULT_> { s.add(this); kind = JsonBehavior.Kind.DEFAULT; }
        value = Expression(ExprContext.ACCEPT_NON_QUERY)
    )
    { return new JsonBehavior(s.end(this), kind, value); }
}

JsonBehavior JsonTruth() :
{
    final JsonBehavior.Kind kind;
}
{
    (
        <TRUE> { kind = JsonBehavior.Kind.TRUE; }
    |
        <FALSE> { kind = JsonBehavior.Kind.FALSE; }
    |
        <UNKNOWN> { kind = JsonBehavior.Kind.UNKNOWN; }
    |
        <ERROR> { kind = JsonBehavior.Kind.ERROR; }
    )
    { return new JsonBehavior(getPos(), kind, null); }
}
